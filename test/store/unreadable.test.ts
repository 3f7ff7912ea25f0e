import { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { openSqliteStore } from '../../src/store/sqlite/store.ts'
import { temporaryFolder } from '../support/folder.ts'
import { day, goBy, only, retain } from '../support/retention.ts'
import { patient, setup } from './conformance/setup.ts'

/** Two segments of three and one event, of which the disk has changed the first. */
async function damaged(dataDir: string, { drained }: { drained: boolean }) {
  const t = await setup(() => openSqliteStore({ dataDir, prepare: true, now: 0 }))
  const first = await t.say('fire a', 'fire b', 'throw')
  if (drained) await t.drain()
  const [last = ''] = await t.say('fire c')
  await t.store.close()
  {
    using db = new Database(join(dataDir, 'navish.db'))
    db.run(`update segments set body = x'5b7b7d5d0a' where id = 3`)
  }
  const store = openSqliteStore({ dataDir, prepare: true, now: 0 })
  return { store, first, last, [Symbol.asyncDispose]: () => store.close() }
}

describe('events whose bytes the disk has changed', () => {
  test('are passed over and told, and what came after them is drained', async () => {
    using folder = temporaryFolder()
    await using t = await damaged(folder.path, { drained: false })

    const report = await t.store.drain(patient)

    expect(report.unreadable).toEqual([{ first: '1', last: '3' }])
    expect(report.processed).toMatchObject([{ eventId: t.last, outcome: 'opened' }])
    expect(await t.store.countPending()).toBe(0)
    const again = await t.store.drain(patient)
    expect(again).toMatchObject({ unreadable: [], processed: [], more: false })
  })

  test('do not keep the others from being listed', async () => {
    using folder = temporaryFolder()
    await using t = await damaged(folder.path, { drained: false })

    const { items: listed } = await t.store.listEvents({}, { limit: 10 })

    expect(listed.map(({ id }) => id)).toEqual([t.last])
  })

  test('and that are tried again fail until they are dead, and hold up nothing', async () => {
    using folder = temporaryFolder()
    await using t = await damaged(folder.path, { drained: true })
    const waiting = t.first[2] ?? ''
    const interpret: typeof patient.interpret = (event) => {
      if (event.payload.length === 0) throw new Error('nothing is left of it')
      return patient.interpret(event)
    }

    const { processed, failed } = await t.store.drain({ ...patient, now: 2000, interpret })
    expect(processed).toMatchObject([{ eventId: t.last }])
    expect(failed).toMatchObject([{ eventId: waiting, attempt: 2, dead: false }])

    const last = await t.store.drain({ ...patient, now: 3000, interpret })
    expect(last.failed).toMatchObject([{ eventId: waiting, dead: true }])
    expect(await t.store.showEvent(waiting)).toMatchObject({ state: 'dead' })
  })

  test('keep nobody from removing what is too old, and stay until nothing of them is needed', async () => {
    using folder = temporaryFolder()
    await using t = await damaged(folder.path, { drained: true })
    await t.store.drain(patient)
    await goBy(t.store, 200 * day)

    const removed = await retain(t.store, only('payloads', { age: 1 }))

    expect(removed).toEqual({ payloads: 1 })
    expect((await t.store.showStorage()).payloads).toMatchObject({ count: 3 })
    expect(await t.store.showEvent(t.first[2] ?? '')).toMatchObject({ state: 'pending' })
  })
})
