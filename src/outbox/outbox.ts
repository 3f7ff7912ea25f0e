import type { Clock } from '../clock.ts'
import type { NewEvent } from '../core/event.ts'
import type { Store } from '../store/store.ts'

/** The way in: an event that went through here is on disk. */
export interface Outbox {
  /** Resolves with the event's id when it is on disk; rejects, with nothing stored, when it could not be. */
  add(event: NewEvent): Promise<string>
  /** Resolves when everything that was added so far is on disk or refused. */
  settle(): Promise<void>
  activity(): Activity
}

/** How busy the way in is. */
export interface Activity {
  /** When an event was added or a commit ended last, by the monotonic clock. */
  at: number
  /** How many events the last commit had. */
  together: number
}

export interface OutboxParts {
  /** Called after each commit, to wake the drain. */
  onCommitted(): void
  /** Ms. */
  monotonic: Clock
}

interface Waiting {
  event: NewEvent
  resolve(id: string): void
  reject(error: unknown): void
}

/**
 * Events that arrive together share one commit, and so one wait for the disk: as long as each turn of the event loop brings more,
 * the commit is put off, for a few ms at most. A commit that fails is a failure of all that shared it, and of nobody else.
 */
export function createOutbox(
  store: Pick<Store, 'append'>,
  { onCommitted, monotonic }: OutboxParts,
): Outbox {
  let waiting: Waiting[] = []
  let committing: Promise<void> = Promise.resolve()
  const activity = { at: -Infinity, together: 0 }

  async function commit(): Promise<void> {
    const batch = waiting.splice(0, batchLength(waiting))
    if (waiting.length > 0) schedule()
    try {
      const ids = await store.append(batch.map(({ event }) => event))
      for (const [index, { resolve }] of batch.entries()) resolve(ids[index] ?? '')
      onCommitted()
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      activity.at = monotonic()
      activity.together = batch.length
    }
  }

  function schedule(): void {
    const before = committing
    committing = new Promise((done) => {
      const since = monotonic()
      const whenQuiet = (seen: number) => {
        const { length } = waiting
        const isComing = length > seen && length < maxBatch && monotonic() - since < longestWait
        if (isComing) setImmediate(whenQuiet, length)
        else void before.then(commit).then(done)
      }
      setImmediate(whenQuiet, 0)
    })
  }

  return {
    activity: () => activity,
    add(event) {
      activity.at = monotonic()
      return new Promise((resolve, reject) => {
        waiting.push({ event, resolve, reject })
        if (waiting.length === 1) schedule()
      })
    },
    async settle() {
      // A commit that could not take all of them has another one follow.
      for (let seen; seen !== committing;) {
        seen = committing
        await seen
      }
    },
  }
}

/** How long (ms) a commit is put off while more arrives. */
const longestWait = 2

/** Bounds how long one commit can hold up everything else: so many events, or so many bytes. */
const maxBatch = 512
const maxBatchBytes = 8 * 1024 * 1024

function batchLength(waiting: readonly Waiting[]): number {
  let bytes = 0
  const over = waiting.findIndex(({ event }) => {
    bytes += event.payload.length
    return bytes > maxBatchBytes
  })
  // One event alone is always taken, however large.
  return Math.min(maxBatch, over === -1 ? waiting.length : Math.max(1, over))
}
