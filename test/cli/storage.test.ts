import { describe, expect, test } from 'bun:test'
import { cpSync } from 'node:fs'
import { lockDataDir } from '../../src/store/sqlite/lock.ts'
import { openSqliteStore } from '../../src/store/sqlite/store.ts'
import { createTestClock } from '../support/clock.ts'
import { command } from '../support/command.ts'
import { dataDirWith } from '../support/data-dir.ts'
import { temporaryFolder } from '../support/folder.ts'
import { issueHook, metricHook } from '../support/requests.ts'
import { only, retain } from '../support/retention.ts'

const day = 86_400_000
const clock = createTestClock()

/** A data directory with two events and no payload of the first. */
async function withoutFirstPayload() {
  const dir = await dataDirWith(issueHook('created'), metricHook('critical'))
  const store = openSqliteStore({ dataDir: dir.path, prepare: false, now: 0 })
  while (await store.countPayloads());
  const { bytes } = (await store.showStorage()).payloads
  const limits = only('payloads', { age: 3 * day, most: bytes - 1 })
  const removed = await retain(store, limits)
  const nothing = { deliveries: 0, alerts: 0, events: 0, payloads: 0, keys: 0, silences: 0 }
  await store.noteRetention({ ...nothing, ...removed }, { now: clock(), limits })
  await store.close()
  return dir
}

describe('storage', () => {
  test('show prints what is kept, by the limits of the server that last removed something', async () => {
    using dir = await withoutFirstPayload()

    const { code, json } = await command(['storage', 'show', '--json'], {
      dataDir: dir.path,
      env: { NAVISH_KEEP_PAYLOADS: '7d' },
    })

    expect(code).toBe(0)
    expect(json()).toMatchObject({
      shrinks: true,
      payloads: { count: 1, keepMs: 3 * day },
      events: { count: 2, oldestAt: '2026-09-01T10:00:00.000Z', keepMs: null, maxCount: null },
      alerts: { count: 2, unresolved: 2 },
      deliveries: { count: 0, oldestAt: null },
      lastRunAt: '2026-09-01T10:00:00.000Z',
      lastRemoved: { payloads: 1, events: 0 },
      notCountedMs: 0,
    })
  })

  test('show prints the limits of the configuration while no server looked through anything', async () => {
    using dir = await dataDirWith()

    const { json } = await command(['storage', 'show', '--json'], {
      dataDir: dir.path,
      env: { NAVISH_KEEP_PAYLOADS: '7d', NAVISH_MAX_EVENTS: '1000' },
    })

    expect(json()).toMatchObject({
      payloads: { keepMs: 7 * day },
      events: { maxCount: 1000 },
      lastRunAt: null,
      lastRemoved: null,
    })
  })

  test('show for people is a table in words', async () => {
    using dir = await withoutFirstPayload()

    const { out } = await command(['storage', 'show'], { dataDir: dir.path })

    expect(out).toMatch(/^database +\d+ KiB, of it \S+ \w+ unused; its log /m)
    expect(out).toMatch(/^removed then +1 payload$/m)
    expect(out).toMatch(/^payloads +1 +\d+ bytes +2026-09-01T10:00:01\.000Z +3d /m)
    expect(out).toMatch(/^alerts +2 +- +\S+ +ever +any number$/m)
  })

  test('compact writes the database anew, and nothing is lost', async () => {
    using filled = await dataDirWith(issueHook('created'))
    const before = await command(['event', 'show', '1', '--json'], { dataDir: filled.path })
    // In another folder than the one that it was filled in: this process may still have that open.
    using dir = temporaryFolder()
    cpSync(filled.path, dir.path, { recursive: true })

    const { code, out, err } = await command(['storage', 'compact'], { dataDir: dir.path })

    expect([code, out]).toEqual([0, ''])
    expect(err).toMatch(/^The database had .* and has .* now\.$/m)
    const after = await command(['event', 'show', '1', '--json'], { dataDir: dir.path })
    expect(after.json<object>()).toEqual(before.json<object>())
  })

  test('compact is refused while a server runs, and where there is no database', async () => {
    using dir = await dataDirWith()
    const { unlock } = lockDataDir(dir.path)
    const served = await command(['storage', 'compact'], { dataDir: dir.path })
    unlock()
    const nowhere = await command(['storage', 'compact'], { dataDir: `${dir.path}/nowhere` })
    const elsewhere = await command(['storage', 'compact', '--server', 'http://127.0.0.1:9'])

    expect([served.code, nowhere.code, elsewhere.code]).toEqual([1, 1, 2])
    expect(served.err).toContain('stop it first')
    expect(nowhere.err).toContain('no data directory')
  })
})

describe('an event without its payload', () => {
  test('says so, and cannot be replayed', async () => {
    using dir = await withoutFirstPayload()

    const shown = await command(['event', 'show', '1'], { dataDir: dir.path })
    const json = await command(['event', 'show', '1', '--json'], { dataDir: dir.path })
    const replayed = await command(['event', 'replay', '1'], { dataDir: dir.path })

    expect(shown.out).toMatch(/^payload +removed: payloads are not kept for so long$/m)
    expect(json.json()).toMatchObject({ payload: '', headers: {}, payloadRemoved: true })
    expect(replayed.code).toBe(1)
    expect(replayed.err).toContain('as event 1 on 2026-09-01 is not kept any more')
  })

  test('is no matter for the others', async () => {
    using dir = await withoutFirstPayload()

    const { json } = await command(['event', 'show', '2', '--json'], { dataDir: dir.path })

    expect(json<object>()).not.toHaveProperty('payloadRemoved')
    expect(json<{ payload: string }>().payload).toContain('metric_alert')
  })
})
