import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { buildBinary } from '../support/binary.ts'
import { temporaryFolder } from '../support/folder.ts'
import { issueHook } from '../support/requests.ts'
import { rounds, tell } from './case.ts'
import { until } from './hostile-server.ts'
import { ask, killAll, signedPath, start, type Place } from './killable.ts'
import { createLedger, createRandom, givenSeed, within } from './ledger.ts'

// A server that is killed while it tells people: afterwards each has heard of every opening and of every end, in this order.

const folder = temporaryFolder()
let binary = ''

beforeAll(async () => {
  binary = await buildBinary(folder.path)
}, 120_000)

afterAll(async () => {
  await killAll()
  folder[Symbol.dispose]()
})

interface Told {
  action: string
  key: string
}

/** A pager that takes its time, so that a kill often comes in the middle of it. */
function servePager(random: () => number) {
  const told: Told[] = []
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      const body = (await request.json()) as { event_action: string; dedup_key: string }
      // Half of them count before the wait, half after it: the answer may be lost, or all of it.
      const isEarly = random() < 0.5
      const note = () => told.push({ action: body.event_action, key: body.dedup_key })
      if (isEarly) note()
      await Bun.sleep(within(random, 1, 8))
      if (!isEarly && !request.signal.aborted) note()
      return Response.json({ status: 'success', dedup_key: body.dedup_key }, { status: 202 })
    },
  })
  return { told, url: server.url.origin, [Symbol.dispose]: () => void server.stop(true) }
}

describe('a server that is killed while it tells people', () => {
  test('tells every opening and every end, the end never before the opening', async () => {
    const random = createRandom(givenSeed ^ Bun.hash.crc32('telling'))
    using pager = servePager(random)
    const home = join(folder.path, 'telling')
    const place: Place = {
      binary,
      dataDir: join(home, 'data'),
      beside: join(home, 'beside'),
      env: { NAVISH_OUTBOUND_ALLOW: '127.0.0.0/8' },
    }
    let server = await start(place)
    const path = await signedPath(place)
    await createChannel(place, pager.url)
    const ledger = createLedger()
    const kills = rounds(6, 60)
    for (let kill = 0; kill < kills; kill += 1) {
      for (let nth = 0; nth < 12; nth += 1) {
        const about = `7${kill}0${nth}1`
        await ledger.post(server.url + path, {
          sent: issueHook('created', { id: about }),
          about,
          counts: true,
        })
        if (nth % 2 === 0) {
          const sent = issueHook('resolved', { id: about })
          await ledger.post(server.url + path, { sent, about, counts: true })
        }
      }
      await Bun.sleep(within(random, 5, 120))
      await server.kill()
      server = await start(place)
    }
    await until(
      async () =>
        (await ask<unknown[]>(place, 'delivery', 'list', '--state', 'pending')).length === 0,
      60_000,
    )

    const alerts = await ask<{ id: string; status: string }[]>(
      place,
      'alert',
      'list',
      '--limit',
      '100000',
    )
    await server.kill()
    const heard = heardOf(pager.told)
    const different = [...heard.values()].reduce((sum, { size }) => sum + size, 0)
    const doubles = pager.told.length - different
    const facts = { kills, alerts: alerts.length, told: pager.told.length, doubles }
    tell('killed while it tells people', { seed: givenSeed, ...facts })
    // One message was under way when it was killed.
    expect(doubles).toBeLessThanOrEqual(kills)
    expect(alerts.length).toBe(12 * kills)
    expect(heard.size).toBe(alerts.length)
    expect([...heard.values()].filter((actions) => [...actions][0] !== 'trigger')).toEqual([])
    const ended = [...heard.values()].filter((actions) => actions.has('resolve'))
    expect(ended.length).toBe(alerts.filter(({ status }) => status === 'resolved').length)
    expect(ended.length).toBe(6 * kills)
  }, 240_000)
})

async function createChannel(place: Place, url: string): Promise<void> {
  const secret = join(place.beside, 'routing-key')
  await Bun.write(secret, 'r'.repeat(32))
  const api = `apiUrl=${url}/v2/enqueue`
  const key = `routingKey=${secret}`
  const settings = ['--kind', 'pagerduty', '--set', api, '--secret-file', key]
  const { id } = await ask<{ id: string }>(place, 'channel', 'create', 'pager', ...settings)
  await ask(place, 'rule', 'create', 'all', '--channel', id)
}

/** What was heard of each key, in the order in which it was heard first. */
function heardOf(told: readonly Told[]): Map<string, Set<string>> {
  const heard = new Map<string, Set<string>>()
  for (const { key, action } of told) heard.set(key, (heard.get(key) ?? new Set()).add(action))
  return heard
}
