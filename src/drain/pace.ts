import type { Clock } from '../clock.ts'
import type { DrainReport } from '../store/store.ts'
import type { PressureLevel } from './pressure.ts'

/** How much the drain takes at a time, and how long it waits between. */
export interface Pace {
  /** How long (ms) the next batch may take: requests wait for it. */
  batchMs(): number
  /** In how many ms after a batch the next one is due. */
  pauseAfter(batch: Pick<DrainReport, 'more' | 'nextRunAt'>): number
}

export interface PaceParts {
  level(): PressureLevel
  /** What `nextRunAt` is told by. */
  clock: Clock
  /** For lengths of time. */
  monotonic: Clock
}

/** Looks at the outbox this often (ms) even if nobody wakes the drain: a command beside the server may have put something there. */
const pollInterval = 500

/** Ms. A long batch costs less an event: an alert that ten of them speak of is written once. A sender waits for an answer, an alert can wait a little. */
const speeds = {
  idle: { batch: 50, pause: 0 },
  active: { batch: 5, pause: 5 },
  pressed: { batch: 1, pause: 100 },
  /** Pressed for long: the drain takes its share. */
  behind: { batch: 5, pause: 10 },
}
/** What is long (ms). */
const longestBehind = 10_000

export function createPace({ level, clock, monotonic }: PaceParts): Pace {
  let behindSince: number | null = null

  function speed() {
    const found = level()
    const isLate = behindSince !== null && monotonic() - behindSince > longestBehind
    return speeds[found === 'pressed' && isLate ? 'behind' : found]
  }

  return {
    batchMs: () => speed().batch,

    pauseAfter({ more, nextRunAt }) {
      if (!more) {
        behindSince = null
        const untilNext = nextRunAt === null ? pollInterval : nextRunAt - clock()
        return Math.max(1, Math.min(pollInterval, untilNext))
      }
      if (level() === 'pressed') behindSince ??= monotonic()
      return speed().pause
    },
  }
}
