import { activeSnooze, type Alert } from './alert.ts'
import type { Change, Notice } from './notice.ts'
import { isWorse } from './severity.ts'
import { cleanLink } from './text.ts'

/** By whom an alert changed. */
export type Changer = 'sentry' | 'person'

/** Why an alert changed, and by whom. */
export interface Cause {
  by: Changer
  /** In words. */
  reason: string
  /** Unix ms. */
  now: number
}

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

interface Changed {
  change: Change
  before: Alert | null
  after: Alert
  cause: Cause
  /** Its name. */
  integration: string
}

/** What is told of a change, with the alert as it is then. */
export function noticeOf({ change, before, after, cause, integration }: Changed): Notice {
  return {
    change,
    at: cause.now,
    reason: cause.reason,
    alert: {
      id: after.id,
      kind: after.kind,
      dedupKey: after.dedupKey,
      title: after.title,
      description: after.description,
      severity: after.severity,
      severityBefore: change === 'worse' ? (before?.severity ?? null) : null,
      project: after.project,
      integration,
      eventCount: after.eventCount,
      assignee: after.assignee,
      url: cleanLink(after.url),
      openedAt: after.openedAt,
      resolvedAt: after.resolvedAt,
      resolvedBy: after.resolvedBy,
    },
  }
}
