import { afterAll, beforeAll, expect, test } from 'bun:test'
import { buildBinary } from '../support/binary.ts'
import { temporaryFolder } from '../support/folder.ts'
import { createToken } from '../../src/token.ts'
import { rounds } from './case.ts'
import { besiege, type Siege } from './hostile-siege.ts'
import { flood, openRaw, say, trickle } from './hostile-wire.ts'
import { requestOf } from './signals-load.ts'

// What strangers and broken senders do to a port, and that an honest sender beside them does not notice.

const folder = temporaryFolder()
let binary = ''

beforeAll(async () => {
  binary = await buildBinary(folder.path)
})

afterAll(() => folder[Symbol.dispose]())

const megabyte = 1024 * 1024

function siege(name: string, attack: Parameters<typeof besiege>[1]): Promise<Siege> {
  return besiege({ binary, folder: folder.path, name }, attack)
}

/** Sentry waits one second. */
function expectUnmoved({ honest, peakMb, left }: Siege, mostMb: number): void {
  expect(honest.sent).toBeGreaterThan(0)
  expect(honest.refused).toEqual([])
  expect(honest.max).toBeLessThan(1_000)
  expect(peakMb).toBeLessThan(mostMb)
  expect(left).toBeLessThanOrEqual(3)
}

test('2,000 idle connections, half of them used before, cost no honest sender anything', async () => {
  const found = await siege('2,000 idle connections', async ({ port, path }) => {
    const sockets = await Promise.all(Array.from({ length: 2_000 }, () => openRaw(port)))
    for (const [index, socket] of sockets.entries()) {
      if (index % 2 === 0) socket.write(requestOf(path, `used ${index}`))
    }
    await Bun.sleep(rounds(2_000, 60_000))
    for (const socket of sockets) socket.destroy()
    return { connections: sockets.length }
  })
  expectUnmoved(found, 300)
})

test('400 senders of one byte a second, in heads and in bodies, cost no honest sender anything', async () => {
  const found = await siege('one byte a second', async ({ port, path }) => {
    const text = requestOf(path, 'slow')
    using slow = new DisposableStack()
    slow.use(await trickle(port, text, 10, 200))
    slow.use(await trickle(port, text, text.indexOf('\r\n\r\n') + 6, 200))
    await Bun.sleep(rounds(2_500, 60_000))
    return { connections: 400 }
  })
  expectUnmoved(found, 300)
})

test('500 bodies that break off, gently or not, leave nothing behind', async () => {
  const found = await siege('bodies cut off', async ({ port, path }) => {
    const text = requestOf(path, 'cut').slice(0, -50)
    for (let round = 0; round < rounds(5, 100); round += 1) {
      const sockets = await Promise.all(Array.from({ length: 100 }, () => openRaw(port)))
      for (const socket of sockets) socket.write(text)
      await Bun.sleep(20)
      for (const [index, socket] of sockets.entries()) {
        if (index % 2 === 0) socket.end()
        else socket.resetAndDestroy()
      }
      await Bun.sleep(100)
      for (const socket of sockets) socket.destroy()
    }
    return { connections: 100 * rounds(5, 100) }
  })
  expectUnmoved(found, 300)
})

test('wrong tokens, many thousands of them, are all refused, and their logging is bounded', async () => {
  const each = rounds(400, 2_000)
  let logged = 0
  const found = await siege('wrong tokens', async ({ port, log }) => {
    const started = performance.now()
    const floods = Array.from({ length: 50 }, () =>
      flood(port, () => requestOf(`/v1/events/sentry/${createToken()}`, 'x'), each),
    )
    const counts = await Promise.all(floods)
    const refused = counts.map((count) => count.get(401) ?? 0)
    expect(counts.flatMap((count) => [...count.keys()])).toEqual(counts.map(() => 401))
    expect(refused).toEqual(counts.map(() => each))
    logged = log()
      .split('\n')
      .filter((line) => line.includes('event refused')).length
    const seconds = (performance.now() - started) / 1000
    expect(logged).toBeLessThan(seconds + 2)
    return { tokens: 50 * each, rate: Math.round((50 * each) / seconds), logged }
  })
  expectUnmoved(found, 300)
  expect(logged).toBeGreaterThan(0)
})

test('many bodies just below the limit, all at once, are bounded in memory', async () => {
  const count = rounds(60, 150)
  const found = await siege('bodies near the limit', async ({ port, path }) => {
    const whole = requestOf(path, 'large')
    const [head = '', body = ''] = whole.split('\r\n\r\n')
    const size = Math.floor(4.9 * megabyte)
    const text = `${head.replace(/Content-Length: \d+/, `Content-Length: ${size}`)}\r\n\r\n${body.padEnd(size)}`
    const bytes = Buffer.from(text)
    const started = performance.now()
    const all = await Promise.all(
      Array.from({ length: count }, () => say(port, bytes, { answers: 1, patience: 60_000 })),
    )
    const statuses = all.flatMap((one) => one.statuses)
    // A server may ask to come again later; it may not break.
    expect(statuses.filter((status) => status !== 202 && status !== 503)).toEqual([])
    expect(statuses).toHaveLength(count)
    return {
      bodies: count,
      accepted: statuses.filter((status) => status === 202).length,
      seconds: Math.round((performance.now() - started) / 100) / 10,
    }
  })
  expectUnmoved(found, 400)
})
