import { activeSnooze, type Alert } from './alert.ts'

/** What a person can do to an alert. */
export type Action =
  | { kind: 'acknowledge' }
  | { kind: 'unacknowledge' }
  /** Until a time (Unix ms), or until it is worse than it is now. */
  | { kind: 'snooze'; until: number | 'worse'; reason: string | null }
  /** `keepArchived`: only what a person snoozed; what Sentry archived stays so. */
  | { kind: 'unsnooze'; keepArchived?: boolean }
  | { kind: 'resolve'; reason: string | null }
  | { kind: 'note'; text: string }
  | { kind: 'assign'; assignee: string | null }

/** `changed` with what to write, `unchanged` when it was so already, `refused` when the alert's state forbids it. */
export type ActionResult =
  | { result: 'changed'; alert: Alert; kind: string; text: string }
  | { result: 'unchanged'; text: string }
  | { result: 'refused'; text: string }

/** Applies what a person asked for. A resolve is final for its alert: if Sentry fires again, another one opens. */
export function act(alert: Alert, action: Action, now: number): ActionResult {
  const state = alert.status
  switch (action.kind) {
    case 'note':
      return changed(alert, 'note', action.text)
    case 'acknowledge':
      if (state === 'resolved') return refused(alert)
      if (state === 'acknowledged') return unchanged(alert, 'is acknowledged already')
      return changed(
        { ...alert, status: 'acknowledged', acknowledgedAt: now },
        'acknowledged',
        'Acknowledged.',
      )
    case 'unacknowledge':
      if (state === 'resolved') return refused(alert)
      if (state === 'open') return unchanged(alert, 'is not acknowledged')
      return changed(
        { ...alert, status: 'open', acknowledgedAt: null },
        'unacknowledged',
        'No longer acknowledged.',
      )
    case 'snooze':
      if (state === 'resolved') return refused(alert)
      return snooze(alert, action)
    case 'unsnooze':
      return unsnooze(alert, action.keepArchived === true, now)
    case 'resolve':
      if (state === 'resolved') return unchanged(alert, 'is resolved already')
      return changed(
        {
          ...alert,
          status: 'resolved',
          userSnooze: null,
          sentrySnooze: null,
          resolvedAt: now,
          resolvedBy: 'user',
        },
        'resolved',
        action.reason === null ? 'Resolved.' : `Resolved: ${action.reason}`,
      )
    case 'assign':
      if (state === 'resolved') return refused(alert)
      if (alert.assignee === action.assignee) {
        return unchanged(
          alert,
          action.assignee === null ? 'is assigned to nobody' : `is assigned to ${action.assignee}`,
        )
      }
      return changed(
        { ...alert, assignee: action.assignee },
        'assigned',
        action.assignee === null ? 'Assigned to nobody.' : `Assigned to ${action.assignee}.`,
      )
  }
}

function unsnooze(alert: Alert, keepArchived: boolean, now: number): ActionResult {
  const by = activeSnooze(alert, now)?.by
  if (by === undefined || (keepArchived && by === 'sentry')) {
    return unchanged(alert, by === undefined ? 'is not snoozed' : 'is archived in Sentry')
  }
  const sentrySnooze = keepArchived ? alert.sentrySnooze : null
  return changed({ ...alert, userSnooze: null, sentrySnooze }, 'unsnoozed', 'No longer snoozed.')
}

function snooze(alert: Alert, action: Extract<Action, { kind: 'snooze' }>): ActionResult {
  const worse = action.until === 'worse'
  const until = action.until === 'worse' ? null : action.until
  const untilWhen =
    until === null
      ? `until it is worse than ${alert.severity}`
      : `until ${new Date(until).toISOString()}`
  const because = action.reason === null ? '' : `: ${action.reason}`
  return changed(
    {
      ...alert,
      userSnooze: {
        until,
        by: 'user',
        reason: action.reason ?? (worse ? untilWhen : null),
        untilWorseThan: worse ? alert.severity : null,
      },
    },
    'snoozed',
    `Snoozed ${untilWhen}${because}`,
  )
}

function changed(alert: Alert, kind: string, text: string): ActionResult {
  return { result: 'changed', alert, kind, text }
}

function unchanged(alert: Alert, how: string): ActionResult {
  return { result: 'unchanged', text: `Alert ${alert.id} ${how}.` }
}

function refused(alert: Alert): ActionResult {
  return {
    result: 'refused',
    text: `Alert ${alert.id} is resolved, which is final: if Sentry reports it again, a new alert opens.`,
  }
}
