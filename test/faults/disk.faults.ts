import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildBinary } from '../support/binary.ts'
import { temporaryFolder } from '../support/folder.ts'
import { isLong, rounds, tell } from './case.ts'
import { audit } from './disk-audit.ts'
import { errorLines, isMended, postMany, saysReady, unclear, wrongStatuses } from './disk-talk.ts'
import { killAll, signedPath, start, tryStart, type Place } from './killable.ts'
import { aDelivery, createLedger, createRandom, givenSeed, within } from './ledger.ts'
import { readLog } from './power-log.ts'
import { buildShim, hasShim, type Call, type Fault, type Shim } from './shim.ts'

// A disk that fails: while it does, senders hear 500; what was answered with 202 is kept; and when it is over, it is over.

const folder = temporaryFolder()
let binary = ''

beforeAll(async () => {
  if (hasShim) binary = await buildBinary(folder.path)
}, 120_000)

afterAll(async () => {
  await killAll()
  folder[Symbol.dispose]()
})

async function shimmed(name: string): Promise<{ place: Place; shim: Shim }> {
  const home = join(folder.path, name)
  mkdirSync(home)
  const shim = await buildShim(home)
  const dataDir = join(home, 'data')
  return { place: { binary, dataDir, beside: join(home, 'beside'), env: shim.env(dataDir) }, shim }
}

const every: Call[] = ['o', 'w', 't', 's', 'u']
const random = createRandom(givenSeed)
const small = () => aDelivery(random)
const large = () => aDelivery(random, { pad: 250_000 })

/** A sample in the short form, every one in the long form. */
function points(limit: number, sample: number): number[] {
  if (isLong) return Array.from({ length: limit }, (_, nth) => nth)
  return Array.from({ length: sample }, () => within(random, 0, limit))
}

const lasting: [string, Fault][] = [
  ['waiting for the disk fails', { calls: ['s'], error: 'EIO' }],
  ['writing fails', { calls: ['w'], error: 'EIO' }],
  ['the disk is full', { calls: ['w', 't'], error: 'ENOSPC' }],
  ['the disk became read-only', { calls: every, error: 'EROFS' }],
]

describe.skipIf(!hasShim)('a disk that fails', () => {
  test.each(lasting)(
    'when %s, every sender hears it, and it passes by itself',
    async (what, fault) => {
      const { place, shim } = await shimmed(what.replaceAll(' ', '-'))
      const ledger = createLedger()
      let server = await start(place)
      const path = await signedPath(place)
      const healthy = await postMany(ledger, server.url + path, small, 10)
      expect(new Set(healthy)).toEqual(new Set([202]))
      expect(await saysReady(server)).toBe(true)
      const before = server.log().length

      shim.fail(fault)
      const statuses = await postMany(ledger, server.url + path, small, 20)
      expect(await saysReady(server)).toBe(false)
      shim.heal()

      expect(new Set(statuses)).toEqual(new Set([500]))
      const lines = errorLines(server, before)
      expect(lines.filter((line) => line.includes('not stored')).length).toBeGreaterThan(0)
      // One line tells it; a line for each request would fill what is left of the disk.
      expect(lines.length).toBeLessThan(10)
      expect(await isMended(ledger, server.url + path, small)).toBe(true)
      expect(await audit(place, ledger)).toEqual([])
      await server.kill()
      server = await start(place)
      expect(await audit(place, ledger)).toEqual([])
      await server.kill()
      tell(what, { statuses: statuses.join(' '), errorLines: lines.length })
    },
  )

  test('keeps what it answered, whichever single call fails', async () => {
    const { place, shim } = await shimmed('single')
    const ledger = createLedger()
    let server = await start(place)
    const path = await signedPath(place)
    const before = readLog(shim.log)
    await postMany(ledger, server.url + path, large, 3)
    const made = readLog(shim.log).slice(before.length)
    const writes = made.filter(({ kind }) => kind === 'written').length
    const syncs = made.filter(({ kind }) => kind === 'synced').length
    const kinds: [Call[], Fault['error'], number, number][] = [
      [['w'], 'EIO', writes, 5],
      [['w'], 'ENOSPC', writes, 5],
      [['s'], 'EIO', syncs, 4],
      [['t'], 'EIO', 4, 1],
      [every, 'EIO', writes + syncs, 5],
    ]
    let tries = 0
    for (const [calls, error, limit, sample] of kinds) {
      for (const skip of points(limit, sample)) {
        shim.fail({ calls, error, skip, times: 1 })
        const url = server.url + path
        const statuses = await postMany(ledger, url, large, 3)
        shim.heal()
        tries += 1
        expect(wrongStatuses(statuses)).toEqual([])
        expect(await isMended(ledger, url, small)).toBe(true)
        if (tries % rounds(5, 20) > 0) continue
        await server.kill()
        server = await start(place)
        expect(await audit(place, ledger)).toEqual([])
      }
    }
    expect(await audit(place, ledger)).toEqual([])
    await server.kill()
    const { answered, refused } = ledger
    tell('single failures', {
      writes,
      syncs,
      tries,
      answered: answered.length,
      refused: refused.length,
    })
    expect(refused.length).toBeGreaterThan(0)
  })

  test('does not start, or starts well, whichever call fails from then on at a start', async () => {
    const { place, shim } = await shimmed('start')
    const ledger = createLedger()
    const broken: string[] = []
    let server = await start(place)
    const path = await signedPath(place)
    let refusals = 0
    const skips = points(24, 5)
    for (const skip of skips) {
      expect(await postMany(ledger, server.url + path, large, 2)).toEqual([202, 202])
      await server.kill()
      shim.fail({ calls: every, error: random() < 0.5 ? 'EIO' : 'ENOSPC', skip })
      const found = await tryStart(place)
      shim.heal()
      if ('url' in found) await found.kill()
      else {
        refusals += 1
        broken.push(...unclear(found, place))
      }
      server = await start(place)
      expect(await audit(place, ledger)).toEqual([])
    }
    await server.kill()
    tell('failures at a start', { tries: skips.length, refusals, broken: broken.length })
    expect(refusals).toBeGreaterThan(0)
    expect([...new Set(broken)]).toEqual([])
  })

  test('leaves nothing that a later start cannot use when the very first start fails', async () => {
    const broken: string[] = []
    const skips = points(160, 5)
    for (const [nth, skip] of skips.entries()) {
      const { place, shim } = await shimmed(`first-${nth}`)
      shim.fail({ calls: every, error: random() < 0.5 ? 'EIO' : 'ENOSPC', skip })
      const found = await tryStart(place)
      shim.heal()
      if ('url' in found) await found.kill()
      else broken.push(...unclear(found, place))
      const ledger = createLedger()
      const server = await start(place)
      const url = server.url + (await signedPath(place))
      expect(await postMany(ledger, url, small, 2)).toEqual([202, 202])
      expect(await audit(place, ledger)).toEqual([])
      await server.kill()
    }
    tell('failures at the first start', { tries: skips.length, broken: broken.length })
    expect([...new Set(broken.map((said) => said.replaceAll(/first-\d+/g, 'first')))]).toEqual([])
  })
})
