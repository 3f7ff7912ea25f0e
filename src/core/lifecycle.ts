import type { Alert, Snooze } from './alert.ts'
import {
  changed,
  open,
  sentrySnooze,
  touched,
  unchanged,
  update,
  type Decision,
  type Known,
} from './decision.ts'
import type { Memory } from './memory.ts'
import { comparePositions, isAfter, latest } from './position.ts'
import type { Signal } from './signal.ts'

/**
 * The life of an alert. Per dedup key there is nothing, or a newest alert that is open, acknowledged or resolved:
 *
 * - nothing or resolved → open: by a fire or reopen that came after the newest resolve. A person's resolve is final for its
 *   alert, so the next firing opens a new one, but a firing older than what the person had seen does not.
 * - open ⇄ acknowledged: only people do that (see action.ts). More firings update the alert and leave its status alone.
 * - open or acknowledged → resolved: by a resolve that came after the newest firing, or by a person.
 * - A resolve with no alert is remembered; a firing that came before it is late and opens nothing.
 * - assign and archive change an open alert, and are remembered for one that opens late.
 *
 * "After" is always meant by position (see position.ts), never by arrival, which is why every order of arrival ends with
 * the same alerts open, equally severe, snoozed and assigned.
 *
 * @param receivedAt when the event arrived, Unix ms
 */
export function decide(known: Known, signal: Signal, receivedAt: number): Decision {
  switch (signal.kind) {
    case 'fire':
      return fire(known, signal, receivedAt)
    case 'reopen':
      return reopen(known, signal, receivedAt)
    case 'resolve':
      return resolve(known, signal, receivedAt)
    case 'assign':
      return assign(known, signal, receivedAt)
    case 'archive':
      return archive(known, signal, receivedAt)
  }
}

function fire(known: Known, signal: Signal, receivedAt: number): Decision {
  const { alert, memory } = known
  const late = lateness(known, signal)
  if (late !== null) return unchanged('late', `${signal.said}, but ${late}`, memory)

  const after = { ...memory, fired: latest(memory.fired, signal.position) }
  if (isUnresolved(alert)) return update(alert, signal, after, { alert, memory }, receivedAt)
  return open(alert, signal, after, receivedAt, 'opened')
}

function reopen(known: Known, signal: Signal, receivedAt: number): Decision {
  const { alert, memory } = known
  const late = lateness(known, signal)
  if (late !== null) return unchanged('late', `${signal.said}, but ${late}`, memory)

  const after = {
    ...memory,
    fired: latest(memory.fired, signal.position),
    reopened: latest(memory.reopened, signal.position),
  }
  if (isUnresolved(alert)) {
    const gotWorse = signal.reopening !== null && isAfter(signal.position, memory.fired)
    const reopened: Alert = {
      ...alert,
      sentrySnooze: stillSnoozed(alert, after),
      userSnooze: gotWorse && alert.userSnooze?.untilWorseThan ? null : alert.userSnooze,
      regressed:
        alert.regressed || signal.reopening === 'regressed' || alert.previousAlertId !== null,
    }
    return update(reopened, signal, after, { alert, memory }, receivedAt)
  }
  return open(alert, signal, after, receivedAt, alert === null ? 'opened' : 'reopened')
}

function resolve(known: Known, signal: Signal, receivedAt: number): Decision {
  const { alert, memory } = known
  const after = { ...memory, resolved: latest(memory.resolved, signal.position) }
  if (alert === null) {
    return unchanged(
      'ignored',
      `${signal.said}, but no alert was open for it. Remembered, so that a late report of it opens nothing.`,
      after,
    )
  }
  if (alert.status === 'resolved') {
    return unchanged(
      'ignored',
      `${signal.said}, but alert ${alert.id} was resolved already.`,
      after,
    )
  }
  if (memory.fired !== null && isAfter(memory.fired, signal.position)) {
    return {
      outcome: 'late',
      reason: `${signal.said}, but it fired again after that: alert ${alert.id} stays ${alert.status}.`,
      change: changed({ ...alert, sentrySnooze: stillSnoozed(alert, after) }),
      memory: after,
    }
  }
  const resolved: Alert = {
    ...touched(alert, receivedAt),
    status: 'resolved',
    userSnooze: null,
    sentrySnooze: null,
    resolvedAt: receivedAt,
    resolvedBy: 'sentry',
  }
  return {
    outcome: 'resolved',
    reason: `${signal.said}.`,
    change: changed(resolved),
    memory: after,
  }
}

function assign(known: Known, signal: Signal, receivedAt: number): Decision {
  const { alert, memory } = known
  if (memory.assigned !== null && !isAfter(signal.position, memory.assigned.position)) {
    return unchanged('late', `${signal.said}, but it was assigned again after that.`, memory)
  }
  const after = { ...memory, assigned: { position: signal.position, assignee: signal.assignee } }
  if (!isUnresolved(alert)) {
    return unchanged('ignored', `${signal.said}, but no alert is open for it.`, after)
  }
  return {
    outcome: 'assigned',
    reason: `${signal.said}.`,
    change: changed({ ...touched(alert, receivedAt), assignee: signal.assignee }),
    memory: after,
  }
}

function archive(known: Known, signal: Signal, receivedAt: number): Decision {
  const { alert, memory } = known
  const { position } = signal
  const newest = [memory.archived?.position ?? null, memory.reopened, memory.resolved]
  if (newest.some((newer) => !isAfter(position, newer))) {
    return unchanged('late', `${signal.said}, but something newer is known of it.`, memory)
  }
  const { reason, until } = signal.archive ?? { reason: signal.said, until: null }
  const after = { ...memory, archived: { position, reason, until } }
  if (!isUnresolved(alert)) {
    return unchanged('ignored', `${signal.said}, but no alert is open for it.`, after)
  }
  return {
    outcome: 'snoozed',
    reason: `${signal.said}: alert ${alert.id} stays open and is snoozed.`,
    change: changed({ ...touched(alert, receivedAt), sentrySnooze: sentrySnooze(after) }),
    memory: after,
  }
}

/** Why a firing changes nothing, or null when it counts. */
function lateness({ alert, memory }: Known, { position }: Signal): string | null {
  if (!isAfter(position, memory.resolved)) {
    return 'Sentry had already resolved it as of a later or the same point: it opens nothing.'
  }
  const seenByPerson = alert?.resolvedBy === 'user' ? memory.fired : null
  if (seenByPerson !== null && comparePositions(position, seenByPerson) < 0) {
    return `it is older than what was known when alert ${alert?.id} was resolved by a person: it opens nothing.`
  }
  return null
}

/** A snooze that Sentry made ends when Sentry says something newer; one that a person lifted stays lifted. */
function stillSnoozed(alert: Alert, memory: Memory): Snooze | null {
  return alert.sentrySnooze === null ? null : sentrySnooze(memory)
}

function isUnresolved(alert: Alert | null): alert is Alert {
  return alert !== null && alert.status !== 'resolved'
}
