import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { history, opened, seed } from '../store/history.ts'
import { buildBinary } from '../support/binary.ts'
import { temporaryFolder } from '../support/folder.ts'
import { rounds, tell } from './case.ts'
import { integrity, whatIsKept } from './disk-audit.ts'
import { ask, killAll, signedPath, spawnServer, start, type Place } from './killable.ts'
import { aDelivery, createLedger, createRandom, givenSeed, within } from './ledger.ts'
import { readLog } from './power-log.ts'
import { buildShim, hasShim, type Call, type Shim } from './shim.ts'

// An upgrade that is killed has happened or has not: the next start goes on with it, and nothing old is lost.

const folder = temporaryFolder()
let binary = ''

beforeAll(async () => {
  binary = await buildBinary(folder.path)
}, 120_000)

afterAll(async () => {
  await killAll()
  folder[Symbol.dispose]()
})

/** How many rows an old database has, so that there is something to copy while the kill falls. */
const events = 5_000

/** What each of them holds, as SQL and as it must be read later. */
const payload = `'{"kept":' || id || ',"pad":"' || hex(zeroblob(250)) || '"}'`
const payloadOf = (id: number) => `{"kept":${id},"pad":"${'0'.repeat(500)}"}`

/** A data directory as a version with only so many of the migrations left it. */
function anOldPlace(name: string, applied: number): Place {
  const place = { binary, dataDir: join(folder.path, name), beside: join(folder.path, `${name}-b`) }
  mkdirSync(place.dataDir)
  // Filled as the first version had it, and upgraded from there: what is written here never changes.
  {
    using database = opened(place.dataDir, history.slice(0, 1))
    seed(database)
    database.run(`
    with recursive nth(id) as (select 1000 union all select id + 1 from nth where id < ${999 + events})
    insert into events (id, integration_id, received_at, resource, headers, state, outcome, attempts, run_at)
    select id, 1, id, 'issue', '{}', 'done', 'ignored', 1, 0 from nth`)
    database.run(
      `insert into payloads (event_id, body) select id, cast(${payload} as blob) from events where id >= 1000`,
    )
  }
  opened(place.dataDir, history.slice(0, applied))[Symbol.dispose]()
  return place
}

/** The versions before this one, by how many migrations they had. */
const older = history.map((_, index) => index).filter((applied) => applied > 0)
if (older.length === 0) tell('killed in an upgrade', { skipped: 'there is only one migration' })

/**
 * Kills an upgrade once. With the shim it dies at one of its calls to the disk, else after a while: most of its time it copies
 * the database, and hardly any is spent in the migration itself.
 */
async function killOnce(place: Place, shim: Shim | undefined, random: () => number): Promise<void> {
  if (shim !== undefined) shim.fail({ calls: everyCall, error: 'death', skip: dyingCall(random) })
  const { child } = spawnServer(place)
  const tooLong = shim === undefined ? within(random, 20, 250) : 2_000
  const timer = setTimeout(() => child.kill('SIGKILL'), tooLong)
  await child.exited
  clearTimeout(timer)
  shim?.heal()
}

const everyCall: Call[] = ['o', 'w', 't', 's', 'u']

/** How many calls an upgrade makes that nobody kills, once that was counted. */
let allCalls = 0

/** One of all, or one of the last, which are the migration and not the copy. */
function dyingCall(random: () => number): number {
  return random() < 0.4 ? within(random, 0, allCalls) : within(random, allCalls - 300, allCalls)
}

async function shimFor(place: Place): Promise<Shim | undefined> {
  if (!hasShim) return undefined
  const shim = await buildShim(folder.path)
  place.env = shim.env(place.dataDir)
  return shim
}

describe.skipIf(older.length === 0)('an upgrade that is killed', () => {
  test('is taken up by the next start, and loses nothing', async () => {
    const random = createRandom(givenSeed)
    const tries = rounds(3, 100)
    for (const applied of older) {
      allCalls = await countCalls(applied)
      for (let nth = 0; nth < tries; nth += 1) {
        const place = anOldPlace(`${applied}-${nth}`, applied)
        const shim = await shimFor(place)
        await killOnce(place, shim, random)
        await killOnce(place, shim, random)
        const server = await start(place)
        const ledger = createLedger()
        const url = server.url + (await signedPath(place))
        expect(await ledger.post(url, aDelivery(random))).toBe(202)
        const kept = await whatIsKept(place)
        expect(kept.events.length).toBe(events + 2)
        expect(kept.alerts.map(({ dedupKey }) => dedupKey)).toContain('sentry-issue-1')
        expect(integrity(place)).toEqual([])
        for (const id of [1000, within(random, 1000, 1000 + events)]) {
          const shown = await ask<{ payload: string }>(place, 'event', 'show', `${id}`)
          expect(shown.payload).toBe(payloadOf(id))
        }
        await server.kill()
        rmSync(place.dataDir, { recursive: true })
      }
    }
    const kills = tries * 2 * older.length
    tell('killed in an upgrade', { seed: givenSeed, kills, byCall: hasShim, allCalls })
  })
})

async function countCalls(applied: number): Promise<number> {
  const place = anOldPlace(`counted-${applied}`, applied)
  const shim = await shimFor(place)
  if (shim === undefined) return 0
  await (await start(place)).kill()
  const calls = readLog(shim.log).filter(({ kind }) => kind !== 'synced').length
  rmSync(shim.log)
  return calls
}
