import type { AlertView } from '../../contract/alerts.ts'
import { shortTime } from '../time.ts'

/** By which one knows an alert. */
export function named({ title }: AlertView): string {
  return title.length <= 60 ? title : `${title.slice(0, 59)}…`
}

/** Which alerts are meant. */
export function subject(alerts: readonly AlertView[]): string {
  const [only] = alerts
  return alerts.length === 1 && only !== undefined ? named(only) : howMany(alerts.length)
}

export function howMany(count: number): string {
  return count === 1 ? '1 alert' : `${count.toLocaleString('en')} alerts`
}

/** How a snooze is told. @param now Unix ms */
export function snoozeInWords(
  { until, by, reason }: NonNullable<AlertView['snooze']>,
  now: number,
): string {
  const when = until === null ? '' : `until ${shortTime(Date.parse(until), now)}`
  if (by === 'sentry') return ['Archived in Sentry', when].filter(Boolean).join(', ')
  return when === '' ? `Snoozed ${reason ?? 'until it is worse'}` : `Snoozed ${when}`
}
