import { dayOf, hourOf } from '../../core/statistics.ts'
import type { BySeverity, Durations, Statistics, StatisticsRange, Store } from '../store.ts'
import { noFixedEnd } from './alert-row.ts'
import type { Orm } from './database.ts'
import { idOf } from './ids.ts'
import { prepareStatistics, type Span } from './statistics-statements.ts'
import { inSnapshot } from './transaction.ts'

const hour = 3_600_000
const hoursOf = { hour: 1, day: 24 }

/** So many of the busiest projects. */
const busiest = 10

/** Figures, from what is kept of them: see core/statistics.ts. */
export function createStatistics(db: Orm): Pick<Store, 'showStatistics'> {
  const statements = prepareStatistics(db.$client)

  function current(): Pick<Statistics, 'open' | 'acknowledged'> {
    const open = none()
    let acknowledged = 0
    for (const { status, severity, count } of statements.current.all()) {
      open[severity] += count
      if (status === 'acknowledged') acknowledged += count
    }
    return { open, acknowledged }
  }

  function snoozes(now: number): Pick<Statistics, 'snoozed' | 'nextSnoozeEndsAt'> {
    const snoozed = none()
    const ends: number[] = []
    for (const { severity, count, until } of statements.snoozed.all(now)) {
      snoozed[severity] = count
      if (until !== noFixedEnd) ends.push(until)
    }
    return { snoozed, nextSnoozeEndsAt: ends.length === 0 ? null : Math.min(...ends) }
  }

  function intervals({ from, to, interval }: StatisticsRange): Statistics['intervals'] {
    const hours = hoursOf[interval]
    const span = { first: hourOf(from), last: hourOf(to - 1), hours }
    const found = new Map<number, Statistics['intervals'][number]>()
    const at = (number: number) => {
      const known = found.get(number)
      if (known !== undefined) return known
      const fresh = { ...none(), at: number * hours * hour, resolved: 0 }
      found.set(number, fresh)
      return fresh
    }
    for (const { interval: number, severity, count } of statements.opened.all(span)) {
      at(number)[severity] += count
    }
    for (const { interval: number, count } of statements.resolved.all(span)) {
      at(number).resolved += count
    }
    return [...found.values()].toSorted((a, b) => a.at - b.at)
  }

  function durations(kind: 'acknowledgement' | 'resolution', days: Span): Durations {
    const rows = statements.durations.all({ kind, ...days })
    return {
      buckets: rows.map(({ bucket, count }) => ({ bucket, count })),
      totalMs: rows.reduce((sum, { totalMs }) => sum + totalMs, 0),
    }
  }

  return {
    async showStatistics(range) {
      const { from, to, now } = range
      const days = { first: dayOf(from), last: dayOf(to - 1) }
      return inSnapshot(db, () => ({
        ...current(),
        ...snoozes(now),
        intervals: intervals(range),
        acknowledgements: durations('acknowledgement', days),
        resolutions: durations('resolution', days),
        projects: statements.projects
          .all({ ...days, limit: busiest })
          .map(({ integrationId, slug, alerts, events }) => ({
            integrationId: idOf(integrationId),
            slug: slug === '' ? null : slug,
            alerts,
            events,
          })),
      }))
    },
  }
}

function none(): BySeverity {
  return { critical: 0, error: 0, warning: 0, info: 0 }
}
