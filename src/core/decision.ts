import {
  activeSnooze,
  betterNamed,
  withNewer,
  withOlder,
  type Alert,
  type NewAlert,
  type Snooze,
} from './alert.ts'
import type { Outcome } from './event.ts'
import type { Memory } from './memory.ts'
import { isAfter } from './position.ts'
import type { Signal } from './signal.ts'

/** What is known of a dedup key when a signal about it is taken up. */
export interface Known {
  /** The newest alert of this key, open or resolved. */
  alert: Alert | null
  memory: Memory
}

export interface Decision {
  outcome: Outcome
  /** Plain words for a person who asks why. */
  reason: string
  change: { kind: 'open'; alert: NewAlert } | { kind: 'update'; alert: Alert } | null
  memory: Memory
}

/**
 * One more event for an alert that is not resolved.
 * @param before how it was before anything followed from the event
 */
export function update(
  alert: Alert,
  signal: Signal,
  memory: Memory,
  before: { alert: Alert; memory: Memory },
  receivedAt: number,
): Decision {
  const newest = isAfter(signal.position, before.memory.fired)
  const counted = { ...touched(alert, receivedAt), eventCount: alert.eventCount + 1 }
  const updated = newest ? withNewer(counted, signal.content) : withOlder(counted, signal.content)
  const isQuiet = (it: Alert) => activeSnooze(it, receivedAt) !== null
  const woke = isQuiet(before.alert) && !isQuiet(updated) ? ' It is no longer snoozed.' : ''
  const severityChange =
    updated.severity === alert.severity
      ? ''
      : ` Severity ${alert.severity} → ${updated.severity}, from ${signal.content.severityFrom}.`
  return {
    outcome: 'updated',
    reason: `${signal.said}: alert ${alert.id} was ${alert.status} already, this is event ${updated.eventCount} of it.${severityChange}${woke}`,
    change: changed(updated),
    memory,
  }
}

/** The first event of a new alert. */
export function open(
  previous: Alert | null,
  signal: Signal,
  memory: Memory,
  receivedAt: number,
  outcome: 'opened' | 'reopened',
): Decision {
  const { content } = signal
  const alert: NewAlert = {
    dedupKey: signal.dedupKey,
    kind: signal.alertKind,
    status: 'open',
    severity: content.severity,
    title: content.title ?? signal.dedupKey,
    description: content.description,
    url: content.url,
    project: betterNamed(content.project, previous?.project ?? null),
    eventCount: 1,
    assignee: memory.assigned?.assignee ?? null,
    userSnooze: null,
    sentrySnooze: sentrySnooze(memory),
    openedAt: receivedAt,
    lastEventAt: receivedAt,
    acknowledgedAt: null,
    resolvedAt: null,
    resolvedBy: null,
    previousAlertId: previous?.id ?? null,
    regressed: signal.kind === 'reopen' && (previous !== null || signal.reopening === 'regressed'),
  }
  const again =
    previous === null ? '' : ` Alert ${previous.id} of the same key was resolved before.`
  const quiet = alert.sentrySnooze === null ? '' : ' It is archived in Sentry, so it is snoozed.'
  return {
    outcome,
    reason: `${signal.said}: opened with severity ${content.severity}, from ${content.severityFrom}.${again}${quiet}`,
    change: { kind: 'open', alert },
    memory,
  }
}

/** The snooze that follows from what Sentry said last: archived, and neither resolved nor re-opened since. */
export function sentrySnooze({ archived, reopened, resolved }: Memory): Snooze | null {
  if (archived === null) return null
  if (!isAfter(archived.position, reopened) || !isAfter(archived.position, resolved)) return null
  return { until: archived.until, by: 'sentry', reason: archived.reason, untilWorseThan: null }
}

/** Something was heard of it. */
export function touched(alert: Alert, receivedAt: number): Alert {
  return { ...alert, lastEventAt: Math.max(alert.lastEventAt, receivedAt) }
}

/** No alert changes, but something may be remembered. */
export function unchanged(outcome: Outcome, reason: string, memory: Memory): Decision {
  return { outcome, reason, change: null, memory }
}

export function changed(alert: Alert): Decision['change'] {
  return { kind: 'update', alert }
}
