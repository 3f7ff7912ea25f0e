import type { StatisticsView } from '../../contract/statistics.ts'
import { severities, type Severity } from '../../core/severity.ts'

/** What one column of the chart says. */
export type Column = { at: number } & Record<Severity, number>

/**
 * The columns of the chart: by the hour, or by the day of the zone in which one looks, because the API counts by hours of UTC.
 * @param dayOf the beginning of the day of a time, both Unix ms
 */
export function columnsOf(
  alerts: StatisticsView['alerts'],
  by: 'hour' | 'day',
  dayOf: (at: number) => number,
): Column[] {
  const columns = new Map<number, Column>()
  for (const counts of alerts) {
    const time = Date.parse(counts.at)
    const at = by === 'hour' ? time : dayOf(time)
    const column = columns.get(at) ?? { at, critical: 0, error: 0, warning: 0, info: 0 }
    for (const severity of severities) column[severity] += counts[severity]
    columns.set(at, column)
  }
  return [...columns.values()]
}

/** For each severity where its part of a column ends, from the one that stands lowest: info, warning, error, critical. */
export function stacked(columns: readonly Column[]): number[][] {
  const sums = columns.map(() => 0)
  return severities.toReversed().map((severity) =>
    columns.map((column, index) => {
      sums[index] = (sums[index] ?? 0) + column[severity]
      return sums[index] ?? 0
    }),
  )
}

export function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}

/** What stands below a column. @param at its beginning, Unix ms */
export function columnText(at: number, by: 'hour' | 'day'): string {
  return new Intl.DateTimeFormat(
    undefined,
    by === 'hour'
      ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
      : { month: 'short', day: 'numeric' },
  ).format(at)
}
