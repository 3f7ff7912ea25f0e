import { createHub, type Opening } from '../../src/stream/hub.ts'
import { createTestClock } from '../support/clock.ts'
import { createTestLog } from '../support/log.ts'
import { createFeed } from './feed.ts'

export interface Told {
  id: number
  event: string
  data: Record<string, unknown>
}

/** A hub whose time is in the hands of the test, and those who follow it. */
export function setupHub() {
  const feed = createFeed()
  const clock = createTestClock()
  const monotonic = createTestClock(0)
  const { log, lines } = createTestLog()
  const timers = createTimers(monotonic)
  let busy = false
  let failure: Error | null = null
  let revisionReads = 0
  let pagesRead = 0
  let gate: Promise<void> = Promise.resolve()
  const hub = createHub({
    store: {
      async revision() {
        revisionReads += 1
        if (failure !== null) throw failure
        return feed.store.revision()
      },
      async listChanges(after, limit) {
        pagesRead += 1
        await gate
        if (failure !== null) throw failure
        return feed.store.listChanges(after, limit)
      },
      countEvents: feed.store.countEvents,
    },
    clock,
    monotonic,
    isBusy: () => busy,
    log,
    random: () => 0.5,
    after: timers.after,
  })

  async function open(opening: Partial<Opening> = {}) {
    return hub.open({
      owner: 'user 1',
      lastEventId: null,
      stillValid: () => Promise.resolve(true),
      hangUp() {},
      ...opening,
    })
  }

  return {
    ...feed,
    hub,
    lines,
    clock,
    /** How many waits there are; none when nobody reads. */
    timers: timers.count,
    revisionReads: () => revisionReads,
    pagesRead: () => pagesRead,
    setBusy(value: boolean) {
      busy = value
    },
    /** From now on the store throws, until it is null. */
    fail(error: Error | null) {
      failure = error
    },
    /** Reading changes waits until what is given back is called. */
    hold(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>()
      gate = promise
      return resolve
    },
    open,
    /** Follows, and reads whatever comes. */
    follow: async (opening: Partial<Opening> = {}) => follow(await open(opening)),
    /** Lets time pass, with all that happens in it. */
    async pass(ms: number) {
      await timers.pass(ms)
    },
    settled,
  }
}

export type HubSetup = ReturnType<typeof setupHub>

/** Reads a stream as it comes. */
export function follow(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader()
  const chunks: Uint8Array[] = []
  let end: 'open' | 'ended' | 'broken' = 'open'
  const reading = async () => {
    try {
      for (;;) {
        const { done, value } = await reader.read()
        if (done) break
        chunks.push(value)
      }
      end = 'ended'
    } catch {
      end = 'broken'
    }
  }
  void reading()
  const text = () => Buffer.concat(chunks).toString()
  const events = () => eventsIn(text())
  return {
    chunks,
    text,
    events,
    named: (name: string) => events().filter(({ event }) => event === name),
    /** The ids of what changed, in the order in which it was told. */
    ids: () =>
      events()
        .filter(({ event }) => ['alert', 'integration', 'deleted', 'reload'].includes(event))
        .map(({ id }) => id),
    end: () => end,
    leave: () => reader.cancel(),
  }
}

/** Those that have come whole: one begins to count with the blank line behind it. */
export function eventsIn(text: string): Told[] {
  const blocks = text.split('\n\n').slice(0, -1)
  return blocks.flatMap((block) => {
    const fields = new Map(
      block.split('\n').map((line) => {
        const [, name = '', value = ''] = /^(\w*): ?(.*)$/s.exec(line) ?? []
        return [name, value]
      }),
    )
    const data = fields.get('data')
    if (data === undefined) return []
    return [
      {
        id: Number(fields.get('id')),
        event: fields.get('event') ?? '',
        data: JSON.parse(data) as Record<string, unknown>,
      },
    ]
  })
}

function createTimers(monotonic: ReturnType<typeof createTestClock>) {
  let waiting: { at: number; run: () => void }[] = []

  return {
    count: () => waiting.length,
    after(ms: number, run: () => void) {
      if (ms === Infinity) return () => {}
      const timer = { at: monotonic() + ms, run }
      waiting.push(timer)
      return () => {
        waiting = waiting.filter((one) => one !== timer)
      }
    },
    async pass(ms: number) {
      const end = monotonic() + ms
      await settled()
      for (;;) {
        const next = waiting.toSorted((a, b) => a.at - b.at).at(0)
        if (next === undefined || next.at > end) break
        waiting = waiting.filter((one) => one !== next)
        monotonic.advanceBy(Math.max(0, next.at - monotonic()))
        next.run()
        await settled()
      }
      monotonic.advanceBy(end - monotonic())
    },
  }
}

/** Lets everything run that does not wait for a timer: also what is done in slices. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await new Promise(setImmediate)
}
