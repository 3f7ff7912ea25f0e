import type { Clock } from '../clock.ts'
import type { DrainReport } from '../store/store.ts'

export interface PaceParts {
  /** Whether requests arrive as fast as they can be taken. */
  isPressed(): boolean
  /** What `nextRunAt` is told by. */
  clock: Clock
  /** For lengths of time. */
  monotonic: Clock
}

/** Looks at the outbox this often (ms) even if nobody wakes the drain: a command beside the server may have put something there. */
const pollInterval = 500
/** Under pressure the drain takes one batch in so many ms: a sender waits for an answer, an alert can wait a little. */
const pressedPause = 100
/** But not for ever: behind for longer than this, it takes its share. */
const longestBehind = 10_000
const behindPause = 10

/** Says after each batch in how many ms the next one is due. */
export function createPace({ isPressed, clock, monotonic }: PaceParts) {
  let behindSince: number | null = null
  return ({ more, nextRunAt }: DrainReport): number => {
    if (!more) {
      behindSince = null
      const untilNext = nextRunAt === null ? pollInterval : nextRunAt - clock()
      return Math.max(1, Math.min(pollInterval, untilNext))
    }
    if (!isPressed()) return 0
    behindSince ??= monotonic()
    return monotonic() - behindSince > longestBehind ? behindPause : pressedPause
  }
}
