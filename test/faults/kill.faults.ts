import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildBinary } from '../support/binary.ts'
import { temporaryFolder } from '../support/folder.ts'
import { rounds, tell } from './case.ts'
import { audit, countPending } from './disk-audit.ts'
import {
  killAll,
  pathOf,
  signedPath,
  spawnServer,
  start,
  type Killable,
  type Place,
} from './killable.ts'
import { aDelivery, createLedger, createRandom, givenSeed, load, within } from './ledger.ts'

// A server that is killed at any moment has kept what it answered, and the next start takes up what is left.

const folder = temporaryFolder()
let binary = ''

beforeAll(async () => {
  binary = await buildBinary(folder.path)
}, 120_000)

afterAll(async () => {
  await killAll()
  folder[Symbol.dispose]()
})

function placeOf(name: string): Place {
  return { binary, dataDir: join(folder.path, name), beside: join(folder.path, `${name}-beside`) }
}

/** Chance of its own for each case, so that one can be repeated without the others. */
function chance(name: string): () => number {
  return createRandom(givenSeed ^ Bun.hash.crc32(name))
}

/** Does it on so many new places, one after the other. */
async function onPlaces(
  name: string,
  count: number,
  work: (place: Place) => Promise<void>,
): Promise<void> {
  for (let nth = 0; nth < count; nth += 1) {
    const place = placeOf(`${name}-${nth}`)
    await work(place)
    rmSync(place.dataDir, { recursive: true })
  }
}

/** Sends again what was cut off, as a sender with retries would: it must count once, stored before or not. */
async function sendAgain(ledger: ReturnType<typeof createLedger>, url: string): Promise<number> {
  const cutOff = ledger.open.splice(0)
  for (const delivery of cutOff) expect(await ledger.post(url, delivery)).toBe(202)
  return cutOff.length
}

/** Load for so many ms, then the end that is given; resolves when every sender has noticed. */
async function loadUntil(
  loaded: Promise<void>,
  { after, end }: { after: number; end: () => Promise<unknown> },
): Promise<void> {
  await Bun.sleep(after)
  await end()
  await loaded
}

describe('a server that is killed', () => {
  test('keeps every event that it answered, and counts each once', async () => {
    const random = chance('load')
    const found = { answered: 0, cutOff: 0 }
    const kills = 9
    await onPlaces('load', rounds(1, 30), async (place) => {
      const ledger = createLedger()
      let server: Killable = await start(place)
      const path = await signedPath(place)
      for (let kill = 0; kill < kills; kill += 1) {
        const url = server.url + path
        const loaded = load(ledger, url, () => aDelivery(random), { isOver: () => false })
        await loadUntil(loaded, { after: within(random, 5, 500), end: server.kill })
        server = await start(place)
        found.cutOff += await sendAgain(ledger, server.url + path)
        expect(await audit(place, ledger)).toEqual([])
      }
      await server.kill()
      found.answered += ledger.answered.length
    })
    tell('killed under load', { seed: givenSeed, kills: kills * rounds(1, 30), ...found })
    expect(found.answered).toBeGreaterThan(kills * 10)
  })

  test('goes on with a backlog, however often it is killed while it works it off', async () => {
    const random = chance('backlog')
    const backlogs: number[] = []
    await onPlaces('backlog', rounds(1, 10), async (place) => {
      const ledger = createLedger()
      let server = await start(place)
      const url = server.url + (await signedPath(place))
      const isOver = () => ledger.answered.length >= rounds(4_000, 20_000)
      await load(ledger, url, () => aDelivery(random, { keys: 200 }), { senders: 300, isOver })
      await server.kill()
      for (let kill = 0; kill < rounds(4, 20); kill += 1) {
        backlogs.push(await countPending(place))
        server = await start(place)
        await Bun.sleep(within(random, 0, 120))
        await server.kill()
      }
      server = await start(place)
      expect(await audit(place, ledger)).toEqual([])
      await server.kill()
    })
    tell('killed with a backlog', { seed: givenSeed, waiting: backlogs.join(' ') })
    expect(Math.max(...backlogs)).toBeGreaterThan(0)
  })

  test('keeps every event when it is killed while its log is moved into the database', async () => {
    const random = chance('checkpoint')
    const kills = 5
    let answered = 0
    await onPlaces('checkpoint', rounds(1, 30), async (place) => {
      const ledger = createLedger()
      let server = await start(place)
      const path = await signedPath(place)
      for (let kill = 0; kill < kills; kill += 1) {
        const next = () => aDelivery(random, { pad: within(random, 20_000, 200_000) })
        const url = server.url + path
        const loaded = load(ledger, url, next, { senders: 12, isOver: () => false })
        const endAsked = kill % 2 === 1
        await loadUntil(loaded, {
          after: within(random, 200, 700),
          async end() {
            // Asked to end, it drains and moves its log into the database: the kill falls into that.
            if (endAsked) void server.end()
            if (endAsked) await Bun.sleep(within(random, 0, 60))
            await server.kill()
          },
        })
        server = await start(place)
        await sendAgain(ledger, server.url + path)
        expect(await audit(place, ledger)).toEqual([])
      }
      await server.kill()
      answered += ledger.answered.length
    })
    tell('killed in checkpoints', { seed: givenSeed, kills: kills * rounds(1, 30), answered })
  })
})

describe('a first start that is killed', () => {
  test('leaves something that the next start goes on with', async () => {
    const random = chance('first')
    const tries = rounds(8, 300)
    let told = 0
    for (let nth = 0; nth < tries; nth += 1) {
      const place = placeOf(`first-${nth}`)
      const { child } = spawnServer(place)
      await Bun.sleep(within(random, 0, 200))
      child.kill('SIGKILL')
      await child.exited
      told += (await new Response(child.stdout).text()).includes('nvi_') ? 1 : 0

      const ledger = createLedger()
      const server = await start(place)
      // Whether the first token was shown or is lost with the process: there is a way to send.
      const paths = [await signedPath(place)]
      if (server.token !== undefined) paths.push(pathOf(server.token))
      for (const path of paths) {
        expect(await ledger.post(server.url + path, aDelivery(random))).toBe(202)
      }
      expect(await audit(place, ledger)).toEqual([])
      await server.kill()
    }
    tell('killed at the first start', { seed: givenSeed, tries, toldItsUrl: told })
  })
})
