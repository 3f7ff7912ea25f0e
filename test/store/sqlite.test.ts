import { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../src/store/sqlite/database.ts'
import { createDrain } from '../../src/store/sqlite/drain.ts'
import { createSegments } from '../../src/store/sqlite/segments.ts'
import { openSqliteStore } from '../../src/store/sqlite/store.ts'
import type { Store } from '../../src/store/store.ts'
import { temporaryFolder } from '../support/folder.ts'
import { describeStore } from './conformance.ts'
import { anEvent, patient, setup } from './conformance/setup.ts'

const openAt = (dataDir: string) => openSqliteStore({ dataDir, prepare: true, now: 0 })

/** A store on a file that is gone when the store is closed. */
function openOnFile(): Store {
  const folder = temporaryFolder()
  const store = openAt(folder.path)
  return {
    ...store,
    async close() {
      await store.close()
      folder[Symbol.dispose]()
    },
  }
}

describeStore('the SQLite store in memory', () => openAt(':memory:'))
describeStore('the SQLite store on a file', openOnFile)

describe('the SQLite store, closed and opened again', () => {
  test('still has what was appended, and drains it', async () => {
    using folder = temporaryFolder()
    const before = await setup(() => openAt(folder.path))
    const ids = await before.say('fire a', 'resolve a', 'fire b')
    await before.store.close()

    await using after = reopened(folder.path)
    const { store } = after
    expect(await store.countPending()).toBe(3)
    const { processed } = await store.drain(patient)

    expect(processed.map(({ eventId }) => eventId)).toEqual(ids)
    expect((await store.listAlerts({}, { limit: 10 })).items).toMatchObject([
      { dedupKey: 'b', status: 'open' },
      { dedupKey: 'a', status: 'resolved' },
    ])
  })

  test('still knows what was drained, and what waits for another attempt', async () => {
    using folder = temporaryFolder()
    const before = await setup(() => openAt(folder.path))
    await before.say('fire a', 'resolve b', 'throw')
    await before.drain({ now: 1000 })
    const alerts = await before.alerts()
    const events = await before.events()
    await before.store.close()

    await using after = reopened(folder.path)
    const { store } = after
    const everything = { limit: 1000 }

    expect((await store.listAlerts({}, everything)).items).toEqual(alerts)
    expect((await store.listEvents({}, everything)).items).toEqual(events)
    expect(await store.drain({ ...patient, now: 1999 })).toMatchObject({
      processed: [],
      failed: [],
      nextRunAt: 2000,
    })
    expect((await store.drain({ ...patient, now: 2000 })).failed).toMatchObject([{ attempt: 2 }])
  })

  test('still knows its integrations and never gives an id again', async () => {
    using folder = temporaryFolder()
    const before = await setup(() => openAt(folder.path))
    const [first] = await before.say('a')
    const integrations = await before.store.listIntegrations({ limit: 10 })
    await before.store.close()

    await using after = reopened(folder.path)
    const { store } = after
    const [second] = await store.append([anEvent(before.integrationId)])

    expect(await store.listIntegrations({ limit: 10 })).toEqual(integrations)
    expect(Number(second)).toBeGreaterThan(Number(first))
  })

  test('needs nothing but the database file after a checkpoint', async () => {
    using folder = temporaryFolder()
    using copy = temporaryFolder()
    const before = await setup(() => openAt(folder.path))
    await before.say('fire a')

    await before.store.checkpoint()
    copyFileSync(join(folder.path, 'navish.db'), join(copy.path, 'navish.db'))
    await before.store.close()

    await using after = reopened(copy.path)
    expect(await after.store.countPending()).toBe(1)
  })
})

describe('two SQLite stores on one file', () => {
  test('see what the other has written', async () => {
    using folder = temporaryFolder()
    await using one = await setup(() => openAt(folder.path))
    await using other = reopened(folder.path)
    await one.say('fire a')

    await other.store.drain(patient)

    expect(await one.alerts()).toMatchObject([{ dedupKey: 'a', status: 'open' }])
  })
})

function reopened(dataDir: string) {
  const store = openAt(dataDir)
  return { store, [Symbol.asyncDispose]: () => store.close() }
}

test('an error on which SQLite gives up the whole transaction is no fault of the event', async () => {
  using folder = temporaryFolder()
  const db = openDatabase({ dataDir: folder.path, prepare: true, now: 0 })
  const { drain } = createDrain(db, createSegments(db.$client))
  await using t = await setup(() => openAt(folder.path))
  await t.say('fire a', 'fire b')
  const broken = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_READ' })
  const brokenDrain = drain({
    ...patient,
    interpret() {
      db.$client.run('rollback')
      throw broken
    },
  })

  expect(await brokenDrain.catch((error: unknown) => error)).toBe(broken)
  db.$client.close()
  expect(await t.events()).toMatchObject([
    { state: 'pending', attempts: 0 },
    { state: 'pending', attempts: 0 },
  ])
})

test('while another process holds the lock, a commit waits and everything else goes on', async () => {
  using folder = temporaryFolder()
  await using t = await setup(() => openAt(folder.path))
  const other = new Database(join(folder.path, 'navish.db'))
  other.run('begin immediate')

  const appended = t.say('fire a')
  // The timer runs although the lock is held.
  await new Promise((resolve) => setTimeout(resolve, 1))
  other.run('rollback')
  other.close()

  expect(await appended).toHaveLength(1)
})
