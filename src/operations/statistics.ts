import type { Calls } from '../contract/contract.ts'
import { quantile } from '../core/statistics.ts'
import { AppError } from '../errors.ts'
import type { BySeverity, Durations, Statistics } from '../store/store.ts'
import { eventCountsView, iso, isoOrNull } from '../views.ts'
import type { Scope } from './calls.ts'

const lengths = { hour: 3_600_000, day: 86_400_000 } as const
type Interval = keyof typeof lengths
/** How many intervals are shown when nothing is said. */
const usual = { hour: 24, day: 30 } as const
const most = 1000

/** Figures. */
export function statisticsCalls({ store, clock }: Scope): Pick<Calls, 'showStatistics'> {
  return {
    async showStatistics(asked) {
      const now = clock()
      const range = rangeOf(asked, now)
      const [found, counts] = await Promise.all([
        store.showStatistics({ ...range, now }),
        store.countEvents(),
      ])
      return {
        from: iso(range.from),
        to: iso(range.to),
        interval: range.interval,
        open: found.open,
        acknowledged: found.acknowledged,
        snoozed: sumOf(found.snoozed),
        snoozedBySeverity: found.snoozed,
        nextSnoozeEndsAt: isoOrNull(found.nextSnoozeEndsAt),
        alerts: withoutGaps(found.intervals, range),
        timeToAcknowledge: durationsView(found.acknowledgements),
        timeToResolve: durationsView(found.resolutions),
        projects: found.projects,
        events: eventCountsView(counts),
      }
    },
  }
}

interface Range {
  from: number
  to: number
  interval: Interval
}

/** Whole intervals around what was asked for. */
function rangeOf(asked: { from?: string; to?: string; interval?: Interval }, now: number): Range {
  const end = asked.to === undefined ? now : Date.parse(asked.to)
  const start = asked.from === undefined ? null : Date.parse(asked.from)
  const interval =
    asked.interval ?? (start !== null && end - start > 2 * lengths.day ? 'day' : 'hour')
  const length = lengths[interval]
  const to = Math.ceil(end / length) * length
  const from = start === null ? to - usual[interval] * length : Math.floor(start / length) * length
  if (from >= to) throw new AppError('invalid_request', 'from should be before to.')
  if ((to - from) / length > most) {
    throw new AppError(
      'invalid_request',
      `These are more than ${most} intervals: ask for a shorter time, or by the day.`,
    )
  }
  return { from, to, interval }
}

function withoutGaps(intervals: Statistics['intervals'], { from, to, interval }: Range) {
  const known = new Map(intervals.map((one) => [one.at, one]))
  const all = []
  for (let at = from; at < to; at += lengths[interval]) {
    const { critical, error, warning, info, resolved } = known.get(at) ?? nothing
    all.push({ at: iso(at), critical, error, warning, info, resolved })
  }
  return all
}

function sumOf({ critical, error, warning, info }: BySeverity): number {
  return critical + error + warning + info
}

const nothing = { critical: 0, error: 0, warning: 0, info: 0, resolved: 0 }

function durationsView({ buckets, totalMs }: Durations) {
  const count = buckets.reduce((sum, bucket) => sum + bucket.count, 0)
  return {
    count,
    meanMs: count === 0 ? null : Math.round(totalMs / count),
    medianMs: quantile(buckets, 0.5),
    p90Ms: quantile(buckets, 0.9),
  }
}
