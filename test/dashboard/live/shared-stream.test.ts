import { afterEach, describe, expect, test } from 'bun:test'
import type { Frame } from '../../../src/dashboard/live/frames.ts'
import { createSharedStream, type Locks } from '../../../src/dashboard/live/shared-stream.ts'
import { eventually } from '../../support/binary.ts'

/** Gives one lock at a time, in turn, as a browser does. */
function createLocks(): Locks {
  let last = Promise.resolve()
  return {
    async request(_name, { signal }, work) {
      const before = last
      const mine = (async () => {
        await before
        if (!signal.aborted) await work()
      })()
      last = mine
      await mine
    },
  }
}

/** For a tab behind all others. */
const neverMine: Locks = { request: () => new Promise(() => {}) }

/** A server of streams, which sends what the test has it send. */
function createServer() {
  /** What each that came asked for, in the order in which they came. */
  const asked: (string | null)[] = []
  const open = new Set<ReadableStreamDefaultController<Uint8Array>>()
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch(request) {
      asked.push(new URL(request.url).searchParams.get('lastEventId'))
      let mine: ReadableStreamDefaultController<Uint8Array>
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          mine = controller
          open.add(controller)
          controller.enqueue(new TextEncoder().encode(': welcome\n\n'))
        },
        cancel: () => void open.delete(mine),
      })
      return new Response(body)
    },
  })
  return {
    asked,
    url: `${server.url.href}v1/stream`,
    send(event: string, id: number, data = '{"at":"2026-01-02T03:04:05Z"}') {
      const bytes = new TextEncoder().encode(`event: ${event}\nid: ${id}\ndata: ${data}\n\n`)
      for (const controller of open) controller.enqueue(bytes)
    },
    [Symbol.dispose]: () => void server.stop(true),
  }
}

const untilTrue = (ask: () => boolean) => eventually(async () => ask() || undefined)

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

function openTab(url: string, locks: Locks | undefined) {
  const heard: string[] = []
  const stream = createSharedStream({
    url,
    locks,
    serverTime: () => '2026-01-02T03:04:06Z',
    onFrame: ({ event, id }: Frame) => heard.push(id === null ? event : `${event} ${id}`),
    onConnection: ({ state }) => heard.push(state),
    onRefused: () => heard.push('refused'),
  })
  stream.open()
  closing.push(() => stream.close())
  return { heard, stream }
}

describe.each([
  ['where tabs can agree', createLocks],
  ['where they cannot', () => undefined],
])('a stream, %s', (_where, locksOf) => {
  test('has everything asked for anew when it begins, and only then', async () => {
    using server = createServer()
    const tab = openTab(server.url, locksOf())
    await untilTrue(() => server.asked.length === 1)

    server.send('ready', 4)
    server.send('alert', 5)
    server.send('ready', 5)

    await untilTrue(() => tab.heard.length === 4)
    expect(tab.heard).toEqual(['ready 4', 'reload', 'alert 5', 'ready 5'])
  })
})

describe('a stream that tabs share', () => {
  test('is one connection: the others hear what the first is told', async () => {
    using server = createServer()
    const locks = createLocks()
    const first = openTab(server.url, locks)
    await untilTrue(() => server.asked.length === 1)
    server.send('ready', 4)
    await untilTrue(() => first.heard.includes('reload'))

    const second = openTab(server.url, locks)
    await untilTrue(() => second.heard.includes('reload'))
    server.send('alert', 5)

    await untilTrue(() => second.heard.includes('alert 5'))
    expect(second.heard).toEqual(['ready 4', 'reload', 'alert 5'])
    expect(server.asked).toEqual([null])
  })

  test('has a tab ask anew that was told something before it was welcome', async () => {
    using server = createServer()
    const locks = createLocks()
    const first = openTab(server.url, locks)
    await untilTrue(() => server.asked.length === 1)
    const second = openTab(server.url, locks)
    await untilTrue(() => second.heard.includes('connecting'))

    // Between what it asked for and this there may have been another one.
    const teller = new BroadcastChannel(`navish stream ${server.url}`)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
    teller.postMessage({ is: 'frame', frame: { event: 'events', data: '{}', id: '9' } })
    await untilTrue(() => second.heard.includes('events 9'))
    teller.close()
    server.send('ready', 9)

    await untilTrue(() => second.heard.includes('ready 9'))
    expect(second.heard).toEqual(['connecting', 'events 9', 'ready 9', 'reload'])
    expect(first.heard).toEqual(['ready 9', 'reload'])
  })

  test('goes on from where it was in another tab when the first is closed', async () => {
    using server = createServer()
    const locks = createLocks()
    const first = openTab(server.url, locks)
    await untilTrue(() => server.asked.length === 1)
    const second = openTab(server.url, locks)
    server.send('ready', 4)
    server.send('alert', 5)
    await untilTrue(() => second.heard.includes('alert 5'))

    first.stream.close()

    await untilTrue(() => server.asked.length === 2)
    expect(server.asked).toEqual([null, '5'])
    server.send('ready', 5)
    server.send('alert', 6)
    await untilTrue(() => second.heard.includes('alert 6'))
    expect(second.heard.filter((each) => each === 'reload')).toHaveLength(1)
  })

  test('has all ask anew when the tab that goes on cannot say from where', async () => {
    using server = createServer()
    const locks = createLocks()
    const first = openTab(server.url, locks)
    await untilTrue(() => server.asked.length === 1)
    server.send('ready', 4)
    await untilTrue(() => first.heard.includes('reload'))
    const knowing = openTab(server.url, neverMine)
    await untilTrue(() => knowing.heard.includes('reload'))
    // The first is closed before it has told this one anything.
    const next = openTab(server.url, locks)
    first.stream.close()
    await untilTrue(() => server.asked.length === 2)

    server.send('ready', 6)

    await untilTrue(() => knowing.heard.length === 4)
    expect(server.asked).toEqual([null, null])
    expect(knowing.heard).toEqual(['ready 4', 'reload', 'ready 6', 'reload'])
    expect(next.heard).toEqual(['ready 6', 'reload'])
  })
})
