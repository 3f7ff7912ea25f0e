import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { buildBinary } from '../support/binary.ts'
import { temporaryFolder } from '../support/folder.ts'
import { rounds, tell } from './case.ts'
import { audit } from './disk-audit.ts'
import { errorLines, isMended, postMany, saysReady, unclear, wrongStatuses } from './disk-talk.ts'
import { killAll, signedPath, start, tryStart, type Place } from './killable.ts'
import { aDelivery, createLedger, createRandom, givenSeed, within } from './ledger.ts'

// A real small disk: it fills up, it is emptied, it is read-only.

const folder = temporaryFolder()
const disk = join(folder.path, 'disk')
mkdirSync(disk)

function mount(...options: string[]): boolean {
  const command = ['mount', '-t', 'tmpfs', ...options, 'tmpfs', disk]
  return Bun.spawnSync(command, { stderr: 'ignore' }).exitCode === 0
}

const canMount = process.platform === 'linux' && mount('-o', 'size=100m')
if (!canMount)
  tell('NO SMALL DISK', { skipped: 'only root may mount one: a full disk is not tried' })

let binary = ''

beforeAll(async () => {
  if (canMount) binary = await buildBinary(folder.path)
}, 120_000)

afterAll(async () => {
  await killAll()
  if (canMount) Bun.spawnSync(['umount', '-l', disk])
  folder[Symbol.dispose]()
})

const filler = join(disk, 'filler')

/** Fills the disk to the last byte. */
function fill(): void {
  const file = openSync(filler, 'a')
  const block = Buffer.alloc(4096)
  try {
    for (;;) writeSync(file, block)
  } catch {
    // There is no more room.
  } finally {
    closeSync(file)
  }
}

const random = createRandom(givenSeed)
const next = () => aDelivery(random, { pad: 20_000 })

function placeOf(name: string): Place {
  return { binary, dataDir: join(disk, name), beside: join(folder.path, name) }
}

describe.skipIf(!canMount)('a small disk', () => {
  test('that is full refuses events, and takes them again when there is room', async () => {
    const place = placeOf('full')
    const ledger = createLedger()
    let server = await start(place)
    const path = await signedPath(place)
    for (let round = 0; round < rounds(2, 8); round += 1) {
      const url = server.url + path
      await postMany(ledger, url, next, within(random, 0, 20))
      expect(await saysReady(server)).toBe(true)
      const before = server.log().length
      fill()
      const statuses: number[] = []
      while (!statuses.includes(500) && statuses.length < 600) {
        statuses.push(await ledger.post(url, next()))
      }
      statuses.push(...(await postMany(ledger, url, next, 5)))
      expect(wrongStatuses(statuses)).toEqual([])
      expect(statuses).toContain(500)
      expect(errorLines(server, before).join('\n')).toContain('not stored')
      expect(await saysReady(server)).toBe(false)

      rmSync(filler)
      expect(await isMended(ledger, url, next)).toBe(true)
      expect(await saysReady(server)).toBe(true)
      await server.kill()
      server = await start(place)
      expect(await audit(place, ledger)).toEqual([])
      tell('full disk', { answered: ledger.answered.length, refused: ledger.refused.length })
    }
    await server.kill()
    rmSync(place.dataDir, { recursive: true })
  })

  test('that is full or read-only at a start loses nothing', async () => {
    const place = placeOf('start')
    const ledger = createLedger()
    let server = await start(place)
    const path = await signedPath(place)
    const broken: string[] = []
    const cases = {
      full: { begin: fill, end: () => rmSync(filler) },
      'read-only': { begin: () => mount('-o', 'remount,ro'), end: () => mount('-o', 'remount,rw') },
    }
    for (const [name, { begin, end }] of Object.entries(cases)) {
      await postMany(ledger, server.url + path, next, 10)
      await server.kill()
      begin()
      const found = await tryStart(place)
      if ('url' in found) {
        const statuses = await postMany(ledger, found.url + path, next, 3)
        broken.push(...wrongStatuses(statuses).map((wrong) => `${name}: ${wrong}`))
        await found.kill()
      } else broken.push(...unclear(found, place).map((wrong) => `${name}: ${wrong}`))
      end()
      server = await start(place)
      expect(await audit(place, ledger)).toEqual([])
      tell(`${name} at a start`, { started: 'url' in found, answered: ledger.answered.length })
    }
    await server.kill()
    expect(broken).toEqual([])
  })
})
