import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { makeIdentity } from '../../src/backup/encryption.ts'
import { takeBackup } from '../../src/backup/take.ts'
import { history, opened } from '../store/history.ts'
import { fillVersion } from '../store/old-versions.ts'
import { buildBinary, runToEnd } from '../support/binary.ts'
import { temporaryFolder } from '../support/folder.ts'
import { rounds, tell } from './case.ts'
import { audit } from './disk-audit.ts'
import { ask, killAll, navish, signedPath, start, tryStart, type Place } from './killable.ts'
import { aDelivery, createLedger, createRandom, givenSeed, load, within } from './ledger.ts'

// Backups while events pour in, also when the server or the backup is killed; and what is restored from them.

const folder = temporaryFolder()
let binary = ''

beforeAll(async () => {
  binary = await buildBinary(folder.path)
}, 120_000)

afterAll(async () => {
  await killAll()
  if (canMount) Bun.spawnSync(['umount', '-l', disk])
  folder[Symbol.dispose]()
})

function placeOf(name: string, within_ = folder.path): Place {
  return { binary, dataDir: join(within_, name), beside: join(folder.path, `${name}-beside`) }
}

interface Backup {
  file: string
  /** What was answered before it began. */
  promised: string[]
}

interface Verified {
  checked: string
  events: number
  newestEventId: string
}

const own = /^navish-\d{8}T\d{6}Z\.db$/

/** Names of their own: two in one second would have one. */
let made = 0

/** Runs `navish backup`, and kills it after so many ms when it is not done. @returns the file, or null when it was killed */
async function tryBackup(place: Place, killAfter: number | null): Promise<string | null> {
  made += 1
  const file = join(place.dataDir, `backups/navish-20260901T${100_000 + made}Z.db`)
  const command = [binary, 'backup', file, '--json', '--data-dir', place.dataDir]
  const options = { cwd: place.beside, env: { PATH: '' }, stdout: 'pipe', stderr: 'pipe' } as const
  const child = Bun.spawn(command, options)
  const timer = killAfter === null ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter)
  const err = await child.stderr.text()
  await child.exited
  clearTimeout(timer)
  if (child.signalCode === 'SIGKILL') return null
  if (child.exitCode !== 0) throw new Error(err)
  return file
}

describe('backups while events pour in', () => {
  test('are whole and have everything that was answered before, whoever is killed', async () => {
    const random = createRandom(givenSeed ^ Bun.hash.crc32('backups'))
    const place = placeOf('pouring')
    const ledger = createLedger()
    const backups: Backup[] = []
    let killed = 0
    let server = await start(place)
    const path = await signedPath(place)
    expect(await navish(place, 'backup')).toMatchObject({ code: 0 })
    for (let round = 0; round < rounds(3, 40); round += 1) {
      let isOver = false
      const next = () => aDelivery(random, { pad: 4_000 })
      const url = server.url + path
      const loaded = load(ledger, url, next, { senders: 8, isOver: () => isOver })
      for (let nth = 0; nth < 3; nth += 1) {
        const promised = ledger.answered.map(({ id }) => id)
        // The last of a round is under way when the server is killed.
        const isLast = nth === 2
        const killAfter = nth === 1 ? within(random, 20, 120) : null
        const making = tryBackup(place, killAfter)
        if (isLast) {
          await Bun.sleep(within(random, 20, 150))
          await server.kill()
        }
        const file = await making
        if (file === null) killed += 1
        else backups.push({ file, promised })
      }
      isOver = true
      await loaded
      server = await start(place)
    }
    const folders = readdirSync(join(place.dataDir, 'backups'))
    // One that was killed while it got its name is whole all the same.
    const good = folders.filter((name) => own.test(name))
    const newest = backups.at(-1)
    for (const { file, promised } of backups) {
      const found = await verify(place, file)
      const last = Math.max(0, ...promised.map(Number))
      expect(found.checked).toBe('whole')
      expect(Number(found.newestEventId)).toBeGreaterThanOrEqual(last)
      expect(found.events).toBeGreaterThanOrEqual(promised.length)
    }
    for (const name of good) await verify(place, join(place.dataDir, 'backups', name))
    expect(await audit(place, ledger)).toEqual([])
    await server.kill()
    // What a killed one left is taken away by the next that gets its name from the time.
    expect(await navish(place, 'backup')).toMatchObject({ code: 0 })
    expect(readdirSync(join(place.dataDir, 'backups')).filter((name) => !own.test(name))).toEqual(
      [],
    )

    if (newest === undefined) throw new Error('there is no backup')
    await restoreAndServe(newest)
    tell('backups while events pour in', {
      seed: givenSeed,
      good: good.length,
      killed,
      answered: ledger.answered.length,
    })
  })
})

async function verify(place: Place, file: string): Promise<Verified> {
  const { code, out, err } = await runToEnd([binary, 'backup', 'verify', file, '--json'], {
    cwd: place.beside,
  })
  if (code !== 0) throw new Error(err)
  return JSON.parse(out) as Verified
}

/** On another machine: everything that was answered is there, and it goes on. */
async function restoreAndServe({ file, promised }: Backup): Promise<void> {
  const place = placeOf('restored')
  mkdirSync(place.beside, { recursive: true })
  expect(await navish(place, 'restore', file)).toMatchObject({ code: 0 })
  const server = await start(place)
  const refused = await navish(place, 'restore', file, '--yes')
  expect(refused.code).toBe(1)
  expect(refused.err).toContain('Another Navish serves')
  const ledger = createLedger()
  expect(await ledger.post(server.url + (await signedPath(place)), aDelivery(Math.random))).toBe(
    202,
  )
  const events = await ask<{ id: string }[]>(place, 'event', 'list', '--limit', '100000')
  const stored = new Set(events.map(({ id }) => id))
  expect(promised.filter((id) => !stored.has(id))).toEqual([])
  await server.kill()
}

const disk = join(folder.path, 'disk')
mkdirSync(disk)
const mounted = ['mount', '-t', 'tmpfs', '-o', 'size=140m', 'tmpfs', disk]
const canMount =
  process.platform === 'linux' && Bun.spawnSync(mounted, { stderr: 'ignore' }).exitCode === 0
if (!canMount) {
  tell('NO SMALL DISK', { skipped: 'only root may mount one: a backup without room is not tried' })
}

/** Takes up so much of the disk that only so many bytes are left. */
function leave(bytes: number): void {
  const free = () => {
    const { bavail, bsize } = statfsSync(disk)
    return bavail * bsize
  }
  const filler = openSync(join(disk, 'filler'), 'a')
  const block = Buffer.alloc(1024 * 1024)
  for (let left = free() - bytes; left > 0; left = free() - bytes) {
    writeSync(filler, block, 0, Math.min(left, block.length))
  }
  closeSync(filler)
}

describe.skipIf(!canMount)('a disk without room', () => {
  test('that runs full while a backup is made is said, and nothing of it stays', async () => {
    const place = placeOf('full', disk)
    {
      using database = opened(place.dataDir)
      fillVersion(database, history.length)
    }
    const at = join(place.dataDir, 'backups')
    const order = { folder: at, file: null, mayReplace: false, recipients: [], clock: Date.now }
    for (const full of ['copying', 'checked']) {
      const taking = takeBackup({
        ...order,
        dataDir: place.dataDir,
        // The second time there is room for the copy, and none for what is encrypted.
        recipients: full === 'checked' ? [(await makeIdentity(0)).recipient] : [],
        onStep(step) {
          if (step === full) leave(0)
        },
      })
      const error = await taking.catch((thrown: unknown) => thrown)
      expect(String(error)).toContain('There is no room left for ')
      expect(readdirSync(at)).toEqual([])
      rmSync(join(disk, 'filler'))
    }
    expect(await takeBackup({ ...order, dataDir: place.dataDir })).toMatchObject({
      encrypted: false,
    })
    rmSync(place.dataDir, { recursive: true })
  })

  test('is found before a backup or an upgrade begins, and nothing is changed', async () => {
    const place = placeOf('small', disk)
    mkdirSync(place.beside, { recursive: true })
    {
      using database = opened(place.dataDir, history.slice(0, 3))
      fillVersion(database, 3)
    }
    const file = join(place.dataDir, 'navish.db')
    const before = readFileSync(file).toString('latin1')
    leave(60 * 1024 * 1024)

    const backup = await navish(place, 'backup')
    const upgrade = await tryStart(place)

    expect(backup).toMatchObject({ code: 1, out: '' })
    expect(backup.err).toMatch(/^navish: A backup needs .* in .*, and only .* are free there\./)
    expect(upgrade).toMatchObject({ code: 1 })
    expect('err' in upgrade && upgrade.err).toContain('The upgrade of the database needs')
    expect(readFileSync(file).toString('latin1')).toBe(before)
    const others = readdirSync(place.dataDir).filter((name) => name.startsWith('navish-'))
    expect(others).toEqual([])
    rmSync(join(disk, 'filler'))
    const server = await start(place)
    expect(await navish(place, 'backup')).toMatchObject({ code: 0 })
    await server.kill()
    tell('a disk without room', { left: 60 })
  })
})
