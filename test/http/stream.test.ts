import { describe, expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { connect, type Socket } from 'node:net'
import { monotonic, systemClock } from '../../src/clock.ts'
import type { Caller } from '../../src/http/caller.ts'
import { createStream } from '../../src/http/stream.ts'
import type { Store } from '../../src/store/store.ts'
import { createHub } from '../../src/stream/hub.ts'
import { createFeed } from '../stream/feed.ts'
import { follow } from '../stream/setup.ts'
import { eventually } from '../support/binary.ts'
import { createTestLog } from '../support/log.ts'
import { openTestStore } from '../support/navish.ts'

/** Whoever has an API token that a command made. */
async function newCaller(store: Store): Promise<Caller> {
  const actor = { kind: 'command' as const, id: null, name: 'test' }
  const audit = { at: 0, actor, address: null, requestId: null, action: 'test', target: null }
  const { id } = await store.createApiToken(
    {
      hash: 'hash',
      hint: 'hint',
      label: 'ci',
      role: 'viewer',
      userId: null,
      createdBy: 'test',
      createdAt: 0,
      expiresAt: null,
    },
    { ...audit, text: 'test' },
  )
  return {
    actor: {
      kind: 'token',
      id,
      name: 'ci',
      role: 'viewer',
      userId: null,
      address: null,
      requestId: null,
    },
    user: null,
    session: null,
    by: 'token',
  }
}

/**
 * A stream on a real socket, and beside it one that nobody looks after.
 * @param speed how many times as often as usual something is told
 */
async function listening({ speed = 1 } = {}) {
  const feed = createFeed()
  const store = openTestStore()
  const { log, lines } = createTestLog()
  const hub = createHub({
    store: feed.store,
    clock: systemClock,
    monotonic: () => monotonic() * speed,
    isBusy: () => false,
    log,
    random: () => 0,
  })
  const caller = await newCaller(store)
  const stream = createStream({ hub, store, clock: systemClock })
  let asked = 0
  const app = new Elysia()
    .get('/v1/stream', ({ request, server }) => {
      asked += 1
      return stream(request, caller, server)
    })
    .head('/v1/stream', ({ request, server }) => stream(request, caller, server))
    .get('/quiet', () => new Response(new ReadableStream({ start: (it) => it.enqueue(':\n\n') })))
    // The shortest there is: a quiet connection is closed within a few seconds.
    .listen({ hostname: '127.0.0.1', port: 0, idleTimeout: 1 })
  const port = app.server?.port ?? 0
  const left = new AbortController()
  return {
    ...feed,
    hub,
    lines,
    port,
    server: app.server,
    asked: () => asked,
    ask: (path = '/v1/stream', headers: Record<string, string> = {}) =>
      fetch(`http://127.0.0.1:${port}${path}`, { headers, signal: left.signal }),
    async follow(path?: string, headers?: Record<string, string>) {
      const { body } = await this.ask(path, headers)
      if (body === null) throw new Error('an answer without a body')
      return follow(body)
    },
    async [Symbol.asyncDispose]() {
      left.abort()
      await hub.close()
      await app.server?.stop(true)
      await store.close()
    },
  }
}

/** A client that asks for the stream, takes what comes first, and then reads nothing more. */
async function stuckClient(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write('GET /v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await new Promise((resolve) => socket.once('data', resolve))
  socket.pause()
  return socket
}

describe('the answer', () => {
  test('is a stream of events that nobody keeps, with those of the moment first', async () => {
    await using t = await listening()
    await t.change('a')

    const answer = await t.ask()
    const reader = follow(answer.body ?? new ReadableStream())
    await t.change('b')
    t.hub.wake()
    await eventually(async () => reader.named('alert').at(0))

    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    expect(reader.events().map(({ event, id }) => ({ event, id }))).toEqual([
      { event: 'ready', id: 1 },
      { event: 'events', id: 1 },
      { event: 'alert', id: 2 },
    ])
  })

  test.each([
    ['the header', '/v1/stream', { 'Last-Event-ID': '1' }, 1],
    ['the query', '/v1/stream?lastEventId=2', {}, 2],
    ['the header before the query', '/v1/stream?lastEventId=1', { 'Last-Event-ID': '2' }, 2],
    ['neither', '/v1/stream', {}, 3],
    ['an empty one', '/v1/stream?lastEventId=', {}, 3],
  ])('goes on where %s says', async (_, path, headers, first) => {
    await using t = await listening()
    await t.change('a', 'b', 'c')

    const reader = await t.follow(path, headers)
    await eventually(async () => reader.events().at(0))

    expect(reader.events()[0]).toEqual({
      id: first,
      event: 'ready',
      data: { revision: 3, at: expect.any(String) },
    })
  })

  test('makes room for another one when the client has gone', async () => {
    await using t = await listening()
    const socket = await stuckClient(t.port)
    expect(t.hub.size()).toBe(1)

    socket.destroy()

    await eventually(async () => (t.hub.size() === 0 ? true : undefined))
  })

  test('to HEAD is its head alone, and takes no room', async () => {
    await using t = await listening()

    const answer = await fetch(`http://127.0.0.1:${t.port}/v1/stream`, { method: 'HEAD' })

    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(t.hub.size()).toBe(0)
  })
})

describe('on a socket', () => {
  test('a client that hangs up at once takes no room', async () => {
    await using t = await listening()

    for (let count = 0; count < 200; count += 1) {
      const socket = connect(t.port, '127.0.0.1')
      socket.on('error', () => {})
      socket.write('GET /v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n', () => {
        if (count % 2 === 0) socket.destroy()
        else setImmediate(() => socket.destroy())
      })
    }
    await eventually(async () => (t.asked() > 100 ? true : undefined))

    await eventually(async () => (t.server?.pendingRequests === 0 ? true : undefined))
    await eventually(async () => (t.hub.size() === 0 ? true : undefined))
  })

  test('a stream outlives the time after which a quiet connection is closed', async () => {
    await using t = await listening()
    const reader = await t.follow()
    const quiet = await t.follow('/quiet')

    while (quiet.end() === 'open') await Bun.sleep(50)
    await t.change('a')

    await eventually(async () => reader.named('alert').at(0))
    expect(reader.end()).toBe('open')
  }, 20_000)

  test('a client that does not read is cut off, and the others go on', async () => {
    await using t = await listening({ speed: 10 })
    const reader = await t.follow()
    const socket = await stuckClient(t.port)
    const closed = new Promise((resolve) => socket.once('close', resolve))

    let rounds = 0
    while (t.hub.size() > 1 && rounds < 500) {
      rounds += 1
      await t.change(...Array.from({ length: 25 }, (_, index) => `${index} `.padEnd(4000, '.')))
      t.hub.wake()
      await eventually(async () => (reader.ids().at(-1) === t.revision() ? true : undefined))
    }
    expect(t.hub.size()).toBe(1)
    await eventually(async () => (t.server?.pendingRequests === 1 ? true : undefined))
    socket.resume()
    await closed

    expect(reader.end()).toBe('open')
    expect(t.lines.map(({ msg }) => msg)).toEqual(['reader cut off'])
  }, 60_000)

  test('streams do not hold up a server that stops', async () => {
    await using t = await listening()
    const readers = await Promise.all([t.follow(), t.follow('/v1/stream?lastEventId=0')])
    await stuckClient(t.port)

    await t.hub.close()
    const stopped = await Promise.race([
      Promise.resolve(t.server?.stop()).then(() => 'stopped'),
      Bun.sleep(2000).then(() => 'held up'),
    ])

    expect(stopped).toBe('stopped')
    for (const reader of readers) {
      await eventually(async () => (reader.end() === 'ended' ? true : undefined))
    }
  })
})
