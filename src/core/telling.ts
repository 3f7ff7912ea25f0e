import { activeSnooze, type Alert } from './alert.ts'
import type { Change } from './notice.ts'
import { isWorse } from './severity.ts'

/** By whom an alert changed. */
export type Changer = 'sentry' | 'person'

/**
 * Of which change people should hear when an alert was `before` (null: it was not there) and is `after`; null: of none. A person
 * who does something to an alert knows it, and the others see it on its timeline: of that only the resolve is told, because those
 * who were told that it opened wait for it.
 * @param now Unix ms
 */
export function changeOf(
  before: Alert | null,
  after: Alert,
  by: Changer,
  now: number,
): Change | null {
  if (before === null) return after.regressed ? 'reopened' : 'opened'
  if (before.status === 'resolved') return null
  if (after.status === 'resolved') return 'resolved'
  if (by === 'person') return null
  if (isWorse(after.severity, before.severity)) return 'worse'
  const isWoken = activeSnooze(before, now) !== null && activeSnooze(after, now) === null
  return isWoken ? 'reopened' : null
}

/** Why an alert keeps quiet about a change at `now`, in words; null: it does not. That it is over is always told. */
export function quietBecause(alert: Alert, change: Change, now: number): string | null {
  const snooze = activeSnooze(alert, now)
  if (snooze === null || change === 'resolved') return null
  if (snooze.by === 'sentry') return 'It is archived in Sentry.'
  return snooze.until === null
    ? 'It is snoozed until it gets worse.'
    : `It is snoozed until ${new Date(snooze.until).toISOString()}.`
}
