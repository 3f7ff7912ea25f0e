import { errorFacts, type Log } from '../log.ts'
import type { DrainReport } from '../store/store.ts'
import type { Garbage } from './garbage.ts'
import { createLoop, type Loop } from './loop.ts'
import type { Pace } from './pace.ts'
import type { Words } from './words.ts'

export interface TurnsParts {
  /** Takes a batch from the outbox that may take so long (ms). */
  drain(batchMs: number): Promise<DrainReport>
  pace: Pace
  garbage: Garbage
  words: Words
  /** Monotonic, ms. */
  clock(): number
  log: Log
  /** Alerts may have changed. */
  onChanged(): void
}

/** So long (ms) after an event came the drain takes it up: those that follow it closely share its batch, and it does not hold them up. */
const wakeDelay = 5

/** Drains the outbox as long as the server runs, and what belongs to it when nothing waits. */
export function createTurns(parts: TurnsParts): Loop {
  const { drain, pace, garbage, words, clock, log, onChanged } = parts
  return createLoop({
    async tick() {
      const batchMs = pace.batchMs()
      // Asked again after the sockets.
      if (batchMs === null) return 0
      const report = await drain(batchMs)
      if (report.processed.length > 0) onChanged()
      garbage.collect(report.processed.length, pace.isIdle())
      const delay = pace.pauseAfter(report)
      if (report.more) return delay
      return (await words.index(pace.isIdle())) ? 0 : delay
    },
    onError: (error) => log.error('drain failed', errorFacts(error)),
    clock,
    retryDelay: 1_000,
    wakeDelay,
  })
}

/** How long (ms) a stop waits for the outbox to become empty. */
const patience = 1_000

/** Drains what is short; the rest is taken up at the next start. */
export async function drainShort({
  drain,
  clock,
}: Pick<TurnsParts, 'drain' | 'clock'>): Promise<void> {
  const until = clock() + patience
  while ((await drain(50)).more && clock() < until) await new Promise(setImmediate)
}
