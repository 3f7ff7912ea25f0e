import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildBinary } from '../support/binary.ts'
import { temporaryFolder } from '../support/folder.ts'
import { rounds, tell } from './case.ts'
import { audit } from './disk-audit.ts'
import { killAll, pathOf, signedPath, start, type Place } from './killable.ts'
import {
  aDelivery,
  createLedger,
  createRandom,
  givenSeed,
  load,
  within,
  type Ledger,
} from './ledger.ts'
import { pullPlug, type Disk } from './power-disk.ts'
import { readLog, type Noted } from './power-log.ts'
import { buildShim, hasShim } from './shim.ts'

// Power loss: everything that was not synced is thrown away, or half of it, or some. One run under load is noted call by call;
// from that log any number of disks is rebuilt, each as the plug was pulled at one moment of it.

const folder = temporaryFolder()
let binary = ''
let history: History

/** A run that was noted, and what it had answered by when. */
interface History {
  changes: Noted[]
  dataDir: string
  ledger: Ledger
  /** The paths that were shown, and how far the log was then. */
  paths: { path: string; mark: number }[]
}

beforeAll(async () => {
  if (!hasShim) return
  binary = await buildBinary(folder.path)
  history = await makeHistory()
}, 300_000)

afterAll(async () => {
  await killAll()
  folder[Symbol.dispose]()
})

async function makeHistory(): Promise<History> {
  const shim = await buildShim(folder.path)
  const dataDir = join(folder.path, 'run')
  const beside = join(folder.path, 'beside')
  const place = { binary, dataDir, beside, env: shim.env(dataDir) }
  const mark = () => statSync(shim.log).size
  const ledger = createLedger(mark)
  const random = createRandom(givenSeed)
  const server = await start(place)
  const paths = [{ path: pathOf(`${server.token}`), mark: mark() }]
  const path = await signedPath(place)
  paths.push({ path, mark: mark() })
  // Large enough that the log in front of the database is moved into it several times.
  const next = () => aDelivery(random, { pad: within(random, 0, 40_000) })
  const until = Date.now() + rounds(2_000, 8_000)
  const isOver = () => Date.now() > until
  const loaded = load(ledger, server.url + path, next, { senders: 12, isOver: () => false })
  while (!isOver()) await Bun.sleep(10)
  await server.kill()
  await loaded
  return { changes: readLog(shim.log), dataDir, ledger, paths }
}

/** What had been promised when the log was so long; the rest may be there or not. */
function promisedBy(end: number): Ledger {
  const { ledger } = history
  const answered = ledger.answered.filter(({ mark }) => mark <= end)
  const open = ledger.answered.filter(({ mark }) => mark > end).map(({ delivery }) => delivery)
  return { ...createLedger(), answered, open: [...open, ...ledger.open] }
}

/** Puts such a disk where a server can be started on it. */
function writeDisk(disk: Disk, dataDir: string): void {
  mkdirSync(dataDir, { recursive: true })
  for (const [name, bytes] of disk) writeFileSync(join(dataDir, name), bytes, { mode: 0o600 })
}

/** Starts a server on what is left after the plug was pulled behind this change, and gives the promises that it broke. */
async function complaintsAfter(last: number, seed: number): Promise<string[]> {
  const { changes, dataDir, paths } = history
  const place: Place = {
    binary,
    dataDir: join(folder.path, `disk-${last}-${seed}`),
    beside: join(folder.path, 'beside'),
  }
  const made = changes.slice(0, last + 1)
  const end = made.at(-1)?.end ?? 0
  writeDisk(pullPlug(made, dataDir, createRandom(seed)), place.dataDir)
  const server = await start(place)
  const ledger = promisedBy(end)
  const complaints = await audit(place, ledger)
  for (const { path } of paths.filter(({ mark }) => mark <= end)) {
    const status = await ledger.post(server.url + path, aDelivery(createRandom(seed)))
    if (status !== 202) complaints.push(`a URL that was shown is answered with ${status}`)
  }
  await server.kill()
  rmSync(place.dataDir, { recursive: true })
  return complaints
}

/** A run under load is never the same twice, so a disk that broke a promise stays for whoever looks into it. */
function keepBroken(last: number, seed: number): string {
  const kept = mkdtempSync(join(tmpdir(), 'navish-broken-disk-'))
  const { changes, dataDir } = history
  writeDisk(pullPlug(changes.slice(0, last + 1), dataDir, createRandom(seed)), kept)
  return kept
}

/** Pulls the plug behind so many of these changes, chosen by chance, and collects what was broken. */
async function tryMoments(what: string, moments: readonly number[], count: number): Promise<void> {
  const random = createRandom(givenSeed ^ Bun.hash.crc32(what))
  const broken: string[] = []
  for (let nth = 0; nth < count; nth += 1) {
    // The very moment of the kill is always one of them.
    const chosen = nth === 0 ? moments.length - 1 : within(random, 0, moments.length)
    const last = moments[chosen] ?? 0
    const seed = within(random, 0, 2 ** 31)
    const complaints = await complaintsAfter(last, seed).catch((error: unknown) => [String(error)])
    const kept = complaints.length > 0 ? keepBroken(last, seed) : ''
    broken.push(...complaints.map((complaint) => `${kept} (change ${last}): ${complaint}`))
  }
  tell(`power loss ${what}`, {
    seed: givenSeed,
    changes: history.changes.length,
    answered: history.ledger.answered.length,
    disks: count,
    broken: broken.length,
  })
  expect(broken).toEqual([])
}

describe.skipIf(!hasShim)('a server whose plug is pulled', () => {
  const every = () => [...history.changes.keys()]

  test('keeps every event that it answered under load', async () => {
    const { paths } = history
    const ready = paths.at(-1)?.mark ?? 0
    const moments = every().filter((nth) => (history.changes[nth]?.end ?? 0) > ready)
    await tryMoments('under load', moments, rounds(8, 300))
  })

  test('keeps every event while its log is moved into the database', async () => {
    const moments = momentsOfCheckpoints(history)
    expect(moments.length).toBeGreaterThan(10)
    await tryMoments('in a checkpoint', moments, rounds(8, 300))
  })

  test('can be started again when it was the very first start', async () => {
    const { paths } = history
    const ready = paths.at(-1)?.mark ?? 0
    const moments = every().filter((nth) => (history.changes[nth]?.end ?? 0) <= ready)
    await tryMoments('at the first start', moments, rounds(8, 300))
  })
})

/** The changes to the database file itself, which only a checkpoint makes, and those just after. */
function momentsOfCheckpoints({ changes, dataDir }: History): number[] {
  const file = join(dataDir, 'navish.db')
  let inode: bigint | undefined
  const moments = changes.flatMap((change, nth) => {
    if (change.kind === 'opened' && change.path === file) inode = change.inode
    return 'inode' in change && change.inode === inode ? [nth, nth + 1, nth + 2] : []
  })
  return moments.filter((nth) => nth < changes.length)
}
