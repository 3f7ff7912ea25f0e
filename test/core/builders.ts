import type { Alert } from '../../src/core/alert.ts'
import type { Decision, Known } from '../../src/core/decision.ts'
import { decide } from '../../src/core/lifecycle.ts'
import { nothingKnown } from '../../src/core/memory.ts'
import type { Position } from '../../src/core/position.ts'
import type { Content, Signal, SignalKind } from '../../src/core/signal.ts'

/** An observation at a time; it arrived at that time too, unless a test says otherwise. */
export function observed(at: number, more: Partial<Position> = {}): Position {
  return { at, rank: 0, sentAt: null, arrival: at, handMade: false, ...more }
}

/** A decision about everything seen up to a time. */
export function decided(at: number, more: Partial<Position> = {}): Position {
  return observed(at, { rank: 1, ...more })
}

type SignalFields = Partial<Omit<Signal, 'kind' | 'content'>> & { content?: Partial<Content> }

/** A signal at a time, with the rank that its kind has. */
export function aSignal(kind: SignalKind, at: number, fields: SignalFields = {}): Signal {
  return {
    kind,
    dedupKey: 'sentry-issue-4711',
    alertKind: 'issue',
    position: kind === 'fire' ? observed(at) : decided(at),
    said: `Sentry said ${kind}`,
    assignee: kind === 'assign' ? 'Jane Roe' : null,
    archive: kind === 'archive' ? { reason: 'archived in Sentry', until: null } : null,
    reopening: null,
    ...fields,
    content: {
      title: 'TypeError: cart is undefined',
      description: null,
      url: null,
      project: null,
      severity: 'error',
      severityFrom: 'level "error"',
      ...fields.content,
    },
  }
}

/** An open alert, with what a test wants to be different. */
export function anAlert(fields: Partial<Alert> = {}): Alert {
  return {
    id: '1',
    integrationId: '1',
    dedupKey: 'sentry-issue-4711',
    kind: 'issue',
    status: 'open',
    severity: 'error',
    title: 'TypeError: cart is undefined',
    description: null,
    url: null,
    project: null,
    eventCount: 1,
    assignee: null,
    userSnooze: null,
    sentrySnooze: null,
    openedAt: 100,
    lastEventAt: 100,
    acknowledgedAt: null,
    resolvedAt: null,
    resolvedBy: null,
    previousAlertId: null,
    regressed: false,
    ...fields,
  }
}

/** The alert that a decision writes. */
export function alertIn({ change }: Decision): Omit<Alert, 'id' | 'integrationId'> {
  if (change === null) throw new Error('the decision changes no alert')
  return change.alert
}

/** One dedup key whose signals are taken up one after the other, as a store does it. */
export function createLife() {
  const alerts: Alert[] = []
  let known: Known = { alert: null, memory: nothingKnown }

  return {
    alerts,
    newest: () => {
      if (known.alert === null) throw new Error('there is no alert')
      return known.alert
    },
    /** @param receivedAt by default when it arrived */
    take(signal: Signal, receivedAt = signal.position.arrival): Decision {
      const decision = decide(known, signal, receivedAt)
      let { alert } = known
      if (decision.change?.kind === 'open') {
        alert = { ...decision.change.alert, id: String(alerts.length + 1), integrationId: '1' }
        alerts.push(alert)
      } else if (decision.change?.kind === 'update') {
        alert = decision.change.alert
        alerts[alerts.length - 1] = alert
      }
      known = { alert, memory: decision.memory }
      return decision
    },
    /** What a person did to the newest alert. */
    change(fields: Partial<Alert>) {
      if (known.alert === null) throw new Error('there is no alert')
      const alert = { ...known.alert, ...fields }
      alerts[alerts.length - 1] = alert
      known = { ...known, alert }
    },
  }
}
