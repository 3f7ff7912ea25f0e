import type { Clock } from '../clock.ts'
import { createLoop } from '../drain/loop.ts'
import { AppError } from '../errors.ts'
import { errorFacts, type Log } from '../log.ts'
import type { Store } from '../store/store.ts'
import { createCatchUp } from './catch-up.ts'
import { createCrowd } from './crowd.ts'
import { bytesOf, countsFrame, frame, heartbeat, readyFrame } from './frames.ts'
import { createNews, newsFor, type Batch } from './news.ts'
import { createPages } from './pages.ts'
import { createReader, type Reader } from './reader.ts'
import { inSlices } from './slices.ts'

/** Tells everybody who follows what changed. */
export interface Hub {
  /** Lets one more follow. Throws `rate_limited` when there are too many. */
  open(opening: Opening): Promise<ReadableStream<Uint8Array>>
  /** Something may have changed. */
  wake(): void
  /** How many follow. */
  size(): number
  /** Ends all streams, and lets nobody in any more. */
  close(): Promise<void>
}

export interface Opening {
  /** Whose it is: each may have some. */
  owner: string
  /** Where the last one of this reader ended; null: from now on. */
  lastEventId: string | null
  /** Asked now and then whether it may still read. */
  stillValid(): Promise<boolean>
  /** Closes the connection if nothing of what waits is taken within a moment. */
  hangUp(): void
}

export interface HubParts {
  store: Pick<Store, 'revision' | 'listChanges' | 'countEvents'>
  clock: Clock
  monotonic: Clock
  /** Whether intake has as much to do as it can: then readers are told less often. */
  isBusy(): boolean
  log: Log
  /** From 0 up to, not including, 1. */
  random: () => number
  /** Replaced in tests. Calls `then` after `ms`, which may be Infinity; returns what cancels it. */
  after?(ms: number, then: () => void): () => void
}

/** Bytes that may wait for a reader: more than is told at once. */
const room = 256 * 1024
/** Looks at the store this often (ms) while somebody reads: a command beside the server may have changed something. */
const pollEvery = 500
/** ms between two times that everybody is told something. */
const tellEvery = { idle: 100, busy: 1_000, busyForEach: 10 }
/** ms. Half of what proxies and browsers usually take for a dead connection. */
const heartbeatEvery = 15_000

export function createHub(parts: HubParts): Hub {
  const { store, clock, monotonic, isBusy, log, random, after = afterReal } = parts
  const crowd = createCrowd()
  /** Those that are up to date: what comes from now on is told to all of them together. */
  const live = new Set<Reader>()
  const news = createNews({ store, clock, monotonic })
  const pages = createPages({ store, clock, monotonic })
  const catchUp = createCatchUp({ store, pages, position: news.position })
  let toldAt = -Infinity
  let isClosed = false

  const loop = createLoop({
    tick,
    onError: failed,
    clock: monotonic,
    retryDelay: 1_000,
    wakeDelay: 20,
    after,
  })

  function failed(error: unknown): void {
    log.error('stream failed', errorFacts(error))
  }

  async function tick(): Promise<number> {
    if (crowd.size() === 0) return Infinity
    const wait = toldAt + spacing() - monotonic()
    if (wait <= 0) await tell()
    await lookAfter()
    return wait > 0 ? Math.min(wait, pollEvery) : pollEvery
  }

  /** Telling one reader takes about 0.15 ms: while requests wait for each other, all of them get little of the time. */
  function spacing(): number {
    if (!isBusy()) return tellEvery.idle
    return Math.max(tellEvery.busy, crowd.size() * tellEvery.busyForEach)
  }

  async function tell(): Promise<void> {
    const batch = await news.next()
    if (batch === null) return
    toldAt = monotonic()
    const bytes = newsFor(-1, batch)
    await inSlices([...live], (reader) => give(reader, batch, bytes))
  }

  function give(reader: Reader, batch: Batch, bytes: Uint8Array): void {
    if (reader.position <= batch.from) {
      reader.position = batch.to
      reader.send(bytes)
    } else {
      const some = newsFor(reader.position, batch)
      reader.position = Math.max(reader.position, batch.to)
      if (some.length > 0) reader.send(some)
    }
  }

  async function lookAfter(): Promise<void> {
    const now = monotonic()
    const due = crowd.all().filter((reader) => now - reader.lookedAfterAt >= heartbeatEvery)
    await inSlices(due, async (reader) => {
      reader.lookedAfterAt = now
      // One that cannot be asked about may come again.
      const isValid = await reader.stillValid().catch(() => false)
      if (isValid) {
        reader.send(heartbeat)
      } else if (!reader.isGone()) {
        log.debug('reader sent away', { owner: reader.owner })
        reader.end()
      }
    })
  }

  function join(reader: Reader): void {
    live.add(reader)
    if (live.size === crowd.size()) pages.forget()
  }

  async function welcome(reader: Reader, lastEventId: string | null): Promise<void> {
    const revision = await store.revision()
    const counts = await store.countEvents()
    const last = lastEventId === null ? revision : revisionIn(lastEventId)
    // One that is ahead knew this database before it was restored from a copy.
    const isKnown = last !== null && last <= revision
    reader.position = isKnown ? last : revision
    const frames = [
      readyFrame(reader.position, {
        revision,
        now: clock(),
        retryMs: 2_000 + 3_000 * random(),
      }),
      ...(isKnown ? [] : [frame('reload', revision, {})]),
      countsFrame(reader.position, counts),
    ]
    reader.send(bytesOf(frames))
    if (live.size === 0) news.startAt(revision, counts)
    catchUp(reader, () => join(reader)).catch((error: unknown) => {
      failed(error)
      reader.end()
    })
  }

  return {
    async open({ owner, lastEventId, stillValid, hangUp }) {
      if (isClosed) throw new AppError('unhealthy', 'Navish is stopping.')
      crowd.mustHaveRoomFor(owner)
      const reader = createReader({
        owner,
        now: monotonic(),
        room,
        stillValid,
        onGone() {
          crowd.remove(reader)
          live.delete(reader)
        },
        onCutOff: () => log.debug('reader cut off', { owner }),
        hangUp,
      })
      crowd.add(reader)
      try {
        await welcome(reader, lastEventId)
      } catch (error) {
        reader.end()
        throw error
      }
      if (!isClosed) loop.start()
      loop.wake()
      return reader.stream
    },

    wake() {
      if (crowd.size() > 0) loop.wake()
    },

    size: () => crowd.size(),

    async close() {
      isClosed = true
      for (const reader of crowd.all()) reader.end()
      await loop.stop()
    },
  }
}

/** An id that this stream gave, or null. */
function revisionIn(lastEventId: string): number | null {
  return /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : null
}

/** A reader does not keep the process alive. */
function afterReal(ms: number, then: () => void): () => void {
  if (ms === Infinity) return () => {}
  const handle = setTimeout(then, ms).unref()
  return () => clearTimeout(handle)
}
