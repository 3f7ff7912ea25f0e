import type { Clock } from '../clock.ts'
import type { Activity } from '../outbox/outbox.ts'
import type { DrainReport } from '../store/store.ts'

/** Says when the drain takes a batch, and how long that may take: requests wait meanwhile. */
export interface Pace {
  /** How long (ms) a batch may take that begins now; null when it is not the drain's turn. */
  batchMs(): number | null
  /** No event came for a while: nobody waits. */
  isIdle(): boolean
  /** So much comes that requests wait for each other. */
  isCrowded(): boolean
  /** In how many ms after a batch to ask again. */
  pauseAfter(batch: Pick<DrainReport, 'more' | 'nextRunAt'>): number
}

export interface PaceParts {
  /** Of intake, by `monotonic`. */
  activity(): Activity
  /** What `nextRunAt` is told by. */
  clock: Clock
  /** For lengths of time. */
  monotonic: Clock
}

/** Looks at the outbox this often (ms) even if nobody wakes the drain: a command beside the server may have put something there. */
const pollInterval = 500

/** After so many ms without an event intake is idle, and a batch may be long: an alert that ten events speak of is written once. */
const idle = { since: 100, batch: 50 }
/**
 * The drain has whatever intake leaves: it goes on in the first gap of so many ms. It is longer than senders on the same machine need
 * to send the next request after an answer, and short enough to be found when intake needs half of the time.
 */
const gap = { since: 0.2, batch: 5 }
/** Without a gap it is its turn all the same after so many ms: rarely when many wait together, more often when it was so for long. */
const turns = {
  few: { after: 10, batch: 2 },
  crowd: { after: 50, batch: 1 },
  late: { after: 10, batch: 5 },
}
/** So many events in one commit are a crowd. */
const crowd = 16
/** What is long (ms). */
const longestBehind = 10_000

export function createPace({ activity, clock, monotonic }: PaceParts): Pace {
  let lastBatch = -Infinity
  let behindSince: number | null = null

  function turn(together: number, now: number) {
    if (behindSince !== null && now - behindSince > longestBehind) return turns.late
    return together < crowd ? turns.few : turns.crowd
  }

  const isIdle = () => monotonic() - activity().at > idle.since

  return {
    batchMs() {
      const now = monotonic()
      const { at, together } = activity()
      if (now - at > idle.since) return idle.batch
      if (now - at > gap.since) return gap.batch
      behindSince ??= now
      const { after, batch } = turn(together, now)
      return now - lastBatch < after ? null : batch
    },

    isIdle,
    isCrowded: () => !isIdle() && activity().together >= crowd,

    pauseAfter({ more, nextRunAt }) {
      lastBatch = monotonic()
      if (more) return 0
      behindSince = null
      const untilNext = nextRunAt === null ? pollInterval : nextRunAt - clock()
      return Math.max(1, Math.min(pollInterval, untilNext))
    },
  }
}
