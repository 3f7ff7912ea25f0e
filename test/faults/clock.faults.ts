import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { buildBinary, runToEnd } from '../support/binary.ts'
import { temporaryFolder } from '../support/folder.ts'
import { metricHook } from '../support/requests.ts'
import { isLong, rounds, tell } from './case.ts'
import { buildShim, createShimClock, hasShim } from './clock-shim.ts'
import { spread, startServer, until } from './hostile-server.ts'

// The compiled program while its wall clock jumps, as after a suspended machine, a wrong battery or a first answer of NTP.

const folder = temporaryFolder()
let binary = ''
let library = ''

beforeAll(async () => {
  if (!hasShim) return
  binary = await buildBinary(folder.path)
  library = await buildShim(folder.path)
})

afterAll(() => folder[Symbol.dispose]())

const hour = 3_600_000
const day = 24 * hour

interface EventJson {
  state: string
  receivedAt: string
}

/** A server in a directory of its own, under a clock that can be moved, and commands beside it under the same clock. */
async function shifted(name: string) {
  const cwd = join(folder.path, name)
  mkdirSync(cwd)
  const clock = createShimClock(library, join(cwd, 'clock'))
  const server = await startServer({ binary, cwd, env: clock.env })
  let sent = 0

  const post = async (token: string, secret = ''): Promise<{ status: number; id: string }> => {
    sent += 1
    const { headers, body } = metricHook('critical', { id: `${name} ${sent}` })
    const signature = createHmac('sha256', secret).update(body).digest('hex')
    const answer = await fetch(`${server.url}/v1/events/sentry/${token}`, {
      method: 'POST',
      headers: secret === '' ? headers : { ...headers, 'Sentry-Hook-Signature': signature },
      body,
    })
    const { id } = (await answer.json()) as { id: string }
    return { status: answer.status, id }
  }
  const json = async <T>(...args: string[]): Promise<T> => {
    const { out, err, code } = await runToEnd([binary, ...args, '--json'], { cwd, env: clock.env })
    if (code !== 0) throw new Error(err)
    return JSON.parse(out) as T
  }
  return {
    clock,
    server,
    cwd,
    post,
    json,
    ready: async () => (await fetch(`${server.url}/readyz`)).status,
    /** Posts, and gives how long it took (ms) until the event was worked off, and by how much its time was wrong. */
    async takesOne() {
      const started = performance.now()
      const { status, id } = await post(server.token)
      expect(status).toBe(202)
      const show = () => json<EventJson>('event', 'show', id)
      await until(async () => (await show()).state === 'done', 5_000)
      const off = Math.abs(Date.parse((await show()).receivedAt) - clock.now())
      return { ms: performance.now() - started, off }
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      clock[Symbol.dispose]()
    },
  }
}

if (!hasShim) tell('SKIPPED', { 'clock jumps': 'no C compiler here, or no Linux' })

describe.skipIf(!hasShim)('while the clock jumps', () => {
  test('by a day, there and back, events are accepted and drained at once, and it stays ready', async () => {
    await using navish = await shifted('jumps')
    const jumps = [0, day, 0, -day, 0, day, -day, -30 * day, 400 * day]
    const random = Array.from({ length: rounds(0, 60) }, () => (Math.random() - 0.5) * 4 * day)
    const took: number[] = []
    for (const off of [...jumps, ...random]) {
      navish.clock.offBy(off)
      expect(await navish.ready()).toBe(200)
      const one = await navish.takesOne()
      took.push(one.ms)
      // That the program really is told the shifted time is what makes this a test.
      expect(one.off).toBeLessThan(6_000)
      expect(await navish.ready()).toBe(200)
    }
    tell('clock jumps', { jumps: took.length, ...spread(took) })
    if (isLong) {
      navish.clock.offBy(-day)
      await Bun.sleep(20_000)
      expect(await navish.ready()).toBe(200)
    }
    navish.clock.offBy(day)
    const started = performance.now()
    navish.server.kill('SIGTERM')
    await Bun.sleep(1)
    navish.clock.offBy(-day)
    expect(await navish.server.exited).toBe(0)
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  test('a token that was rotated ends with its overlap, and one without overlap ends for good', async () => {
    await using navish = await shifted('tokens')
    const { server, clock, json } = navish
    const status = async (token: string) => (await navish.post(token)).status
    const second = await json<{ token: string }>('integration', 'rotate', '1', '--overlap', '1h')
    const seen: Record<string, number[]> = {}
    for (const [name, off] of [
      ['now', 0],
      ['a day on', day],
      ['an hour back', -hour],
    ] as const) {
      clock.offBy(off)
      seen[name] = [await status(server.token), await status(second.token)]
    }
    expect(seen).toEqual({ now: [202, 202], 'a day on': [401, 202], 'an hour back': [202, 202] })

    clock.offBy(0)
    const third = await json<{ token: string }>('integration', 'rotate', '1')
    expect([await status(second.token), await status(third.token)]).toEqual([401, 202])
    clock.offBy(-day)
    expect([await status(third.token), await status(second.token)]).toEqual([202, 401])
    await json('integration', 'revoke', '1')
    clock.offBy(-2 * day)
    expect(await status(third.token)).toBe(401)
  })

  test('a client secret that was changed ends with its overlap, and the new one is always good', async () => {
    await using navish = await shifted('secrets')
    const { clock, json, cwd } = navish
    const file = join(cwd, 'secret')
    const rotate = async (secret: string, ...args: string[]) => {
      writeFileSync(file, secret)
      await json('integration', 'rotate', '1', '--client-secret-file', file, ...args)
    }
    const statuses = async (...secrets: string[]) => {
      const found: number[] = []
      for (const secret of secrets)
        found.push((await navish.post(navish.server.token, secret)).status)
      return found
    }
    await rotate('one')
    await rotate('two', '--overlap', '1h')

    expect(await statuses('', 'one', 'two')).toEqual([401, 202, 202])
    clock.offBy(day)
    expect(await statuses('', 'one', 'two')).toEqual([401, 401, 202])
    await rotate('three')
    expect(await statuses('', 'one', 'two', 'three')).toEqual([401, 401, 401, 202])
    clock.offBy(-day)
    expect(await statuses('', 'one', 'two', 'three')).toEqual([401, 401, 401, 202])
  })
})
