import { describe, expect, test } from 'bun:test'
import type { Alert, AlertStatus } from '../../src/core/alert.ts'
import type { Known } from '../../src/core/decision.ts'
import type { Outcome } from '../../src/core/event.ts'
import { decide } from '../../src/core/lifecycle.ts'
import { nothingKnown, type Memory } from '../../src/core/memory.ts'
import type { SignalKind } from '../../src/core/signal.ts'
import { alertIn, anAlert, aSignal, decided, observed } from './builders.ts'

type State = 'no alert' | 'open' | 'acknowledged' | 'resolved by Sentry' | 'resolved by a person'

/** What is known in each state when the newest thing known is of time 100. */
function knownIn(state: State): Known {
  const fired: Memory = {
    ...nothingKnown,
    fired: observed(100),
    assigned: { position: decided(100), assignee: 'John Doe' },
  }
  switch (state) {
    case 'no alert':
      return { alert: null, memory: nothingKnown }
    case 'open':
      return { alert: anAlert({ assignee: 'John Doe' }), memory: fired }
    case 'acknowledged':
      return {
        alert: anAlert({ assignee: 'John Doe', status: 'acknowledged', acknowledgedAt: 110 }),
        memory: fired,
      }
    case 'resolved by Sentry':
      return {
        alert: anAlert({ status: 'resolved', resolvedAt: 120, resolvedBy: 'sentry' }),
        memory: { ...fired, resolved: decided(100) },
      }
    case 'resolved by a person':
      return {
        alert: anAlert({ status: 'resolved', resolvedAt: 120, resolvedBy: 'user' }),
        memory: fired,
      }
  }
}

const inOrder = 200
const outOfOrder = 50

/** What the decision does to alerts: opens one, or leaves the newest one with this status, or touches none. */
type Effect = 'opens one' | `stays ${AlertStatus}` | 'becomes resolved' | 'none'

const table: [SignalKind, State, number, Outcome, Effect][] = [
  ['fire', 'no alert', inOrder, 'opened', 'opens one'],
  ['fire', 'open', inOrder, 'updated', 'stays open'],
  ['fire', 'acknowledged', inOrder, 'updated', 'stays acknowledged'],
  ['fire', 'resolved by Sentry', inOrder, 'opened', 'opens one'],
  ['fire', 'resolved by a person', inOrder, 'opened', 'opens one'],
  ['reopen', 'no alert', inOrder, 'opened', 'opens one'],
  ['reopen', 'open', inOrder, 'updated', 'stays open'],
  ['reopen', 'acknowledged', inOrder, 'updated', 'stays acknowledged'],
  ['reopen', 'resolved by Sentry', inOrder, 'reopened', 'opens one'],
  ['reopen', 'resolved by a person', inOrder, 'reopened', 'opens one'],
  ['resolve', 'no alert', inOrder, 'ignored', 'none'],
  ['resolve', 'open', inOrder, 'resolved', 'becomes resolved'],
  ['resolve', 'acknowledged', inOrder, 'resolved', 'becomes resolved'],
  ['resolve', 'resolved by Sentry', inOrder, 'ignored', 'none'],
  ['resolve', 'resolved by a person', inOrder, 'ignored', 'none'],
  ['assign', 'no alert', inOrder, 'ignored', 'none'],
  ['assign', 'open', inOrder, 'assigned', 'stays open'],
  ['assign', 'acknowledged', inOrder, 'assigned', 'stays acknowledged'],
  ['assign', 'resolved by Sentry', inOrder, 'ignored', 'none'],
  ['assign', 'resolved by a person', inOrder, 'ignored', 'none'],
  ['archive', 'no alert', inOrder, 'ignored', 'none'],
  ['archive', 'open', inOrder, 'snoozed', 'stays open'],
  ['archive', 'acknowledged', inOrder, 'snoozed', 'stays acknowledged'],
  ['archive', 'resolved by Sentry', inOrder, 'ignored', 'none'],
  ['archive', 'resolved by a person', inOrder, 'ignored', 'none'],
  ['fire', 'open', outOfOrder, 'updated', 'stays open'],
  ['fire', 'acknowledged', outOfOrder, 'updated', 'stays acknowledged'],
  ['fire', 'resolved by Sentry', outOfOrder, 'late', 'none'],
  ['fire', 'resolved by a person', outOfOrder, 'late', 'none'],
  ['reopen', 'open', outOfOrder, 'updated', 'stays open'],
  ['reopen', 'acknowledged', outOfOrder, 'updated', 'stays acknowledged'],
  ['reopen', 'resolved by Sentry', outOfOrder, 'late', 'none'],
  ['reopen', 'resolved by a person', outOfOrder, 'late', 'none'],
  ['resolve', 'open', outOfOrder, 'late', 'stays open'],
  ['resolve', 'acknowledged', outOfOrder, 'late', 'stays acknowledged'],
  ['resolve', 'resolved by Sentry', outOfOrder, 'ignored', 'none'],
  ['resolve', 'resolved by a person', outOfOrder, 'ignored', 'none'],
  ['assign', 'open', outOfOrder, 'late', 'none'],
  ['assign', 'acknowledged', outOfOrder, 'late', 'none'],
  ['assign', 'resolved by Sentry', outOfOrder, 'late', 'none'],
  ['assign', 'resolved by a person', outOfOrder, 'late', 'none'],
  // Nothing was archived, re-opened or resolved since: an issue that fires while it is archived stays archived.
  ['archive', 'open', outOfOrder, 'snoozed', 'stays open'],
  ['archive', 'acknowledged', outOfOrder, 'snoozed', 'stays acknowledged'],
  ['archive', 'resolved by Sentry', outOfOrder, 'late', 'none'],
  ['archive', 'resolved by a person', outOfOrder, 'ignored', 'none'],
]

describe('decide', () => {
  test.each(table)('%s, %s, of time %i: %s, alert %s', (kind, state, at, outcome, effect) => {
    const known = knownIn(state)
    const before = structuredClone(known)

    const decision = decide(known, aSignal(kind, at, { position: at300(kind, at) }), 300)

    expect(decision.outcome).toBe(outcome)
    expect(effectOf(decision.change, known)).toBe(effect)
    expect(decision.reason).toMatch(/^Sentry said .+\.$/)
    expect(known).toEqual(before)
  })

  test('a first firing opens an alert with what the event says', () => {
    const content = {
      title: 'TypeError: cart is undefined',
      description: 'in checkout.total',
      url: 'https://acme.sentry.io/issues/4711/',
      project: { slug: 'shop', name: 'Web shop' },
      severity: 'critical',
      severityFrom: 'level "fatal"',
    } as const
    const { severityFrom: _, ...shown } = content

    const decision = decide(knownIn('no alert'), aSignal('fire', 200, { content }), 300)

    expect(alertIn(decision)).toEqual({
      dedupKey: 'sentry-issue-4711',
      kind: 'issue',
      status: 'open',
      ...shown,
      eventCount: 1,
      assignee: null,
      userSnooze: null,
      sentrySnooze: null,
      openedAt: 300,
      lastEventAt: 300,
      acknowledgedAt: null,
      resolvedAt: null,
      resolvedBy: null,
      previousAlertId: null,
      regressed: false,
    })
    expect(decision.reason).toContain('level "fatal"')
  })

  test('an alert without a title is called by its dedup key', () => {
    const signal = aSignal('fire', 200, { content: { title: null } })

    expect(alertIn(decide(knownIn('no alert'), signal, 300)).title).toBe('sentry-issue-4711')
  })

  test.each(['fire', 'reopen'] as const)('%s counts and keeps the opening time', (kind) => {
    for (const at of [inOrder, outOfOrder]) {
      const decision = decide(knownIn('open'), aSignal(kind, at), 300)

      expect(alertIn(decision)).toMatchObject({ eventCount: 2, openedAt: 100, lastEventAt: 300 })
    }
  })

  test('an event that was received before the last one does not move the last time back', () => {
    const decision = decide(knownIn('open'), aSignal('fire', inOrder), 90)

    expect(alertIn(decision).lastEventAt).toBe(100)
  })

  test('a firing leaves an acknowledgement as it is', () => {
    const decision = decide(knownIn('acknowledged'), aSignal('fire', inOrder), 300)

    expect(alertIn(decision)).toMatchObject({ status: 'acknowledged', acknowledgedAt: 110 })
  })

  test.each(['open', 'acknowledged'] as const)('Sentry resolves an alert that is %s', (state) => {
    const decision = decide(knownIn(state), aSignal('resolve', inOrder), 300)

    expect(alertIn(decision)).toMatchObject({
      status: 'resolved',
      resolvedAt: 300,
      resolvedBy: 'sentry',
      openedAt: 100,
      eventCount: 1,
    })
  })

  test.each<[SignalKind, State, boolean]>([
    ['fire', 'resolved by Sentry', false],
    ['fire', 'resolved by a person', false],
    ['reopen', 'resolved by Sentry', true],
    ['reopen', 'resolved by a person', true],
  ])('%s of an alert %s opens one that names it; regressed: %p', (kind, state, regressed) => {
    const decision = decide(knownIn(state), aSignal(kind, inOrder), 300)

    expect(alertIn(decision)).toMatchObject({
      status: 'open',
      previousAlertId: '1',
      regressed,
      openedAt: 300,
      eventCount: 1,
    })
  })

  test.each([
    ['regressed' as const, true],
    ['escalated' as const, false],
    [null, false],
  ])('a re-open with no alert trusts what Sentry calls it: %p', (reopening, regressed) => {
    const decision = decide(knownIn('no alert'), aSignal('reopen', 200, { reopening }), 300)

    expect(alertIn(decision)).toMatchObject({ regressed, previousAlertId: null })
  })

  test('a re-open of an open alert marks it when Sentry calls it a regression', () => {
    const decision = decide(
      knownIn('open'),
      aSignal('reopen', inOrder, { reopening: 'regressed' }),
      300,
    )

    expect(alertIn(decision).regressed).toBe(true)
  })

  test('a re-open of an open alert marks it when the one before it was resolved', () => {
    const { memory } = knownIn('open')
    const known = { alert: anAlert({ id: '2', previousAlertId: '1' }), memory }

    expect(alertIn(decide(known, aSignal('reopen', inOrder), 300)).regressed).toBe(true)
    expect(alertIn(decide(knownIn('open'), aSignal('reopen', inOrder), 300)).regressed).toBe(false)
  })

  test.each<[string, Partial<Alert>]>([
    ['the assignee', { assignee: 'Jane Roe' }],
    ['that something was heard of it', { lastEventAt: 300 }],
  ])('assign changes %s and neither counts nor opens', (_, fields) => {
    const decision = decide(knownIn('open'), aSignal('assign', inOrder), 300)

    expect(alertIn(decision)).toMatchObject({ ...fields, eventCount: 1, status: 'open' })
  })

  test('assign can take an alert away from everybody', () => {
    const decision = decide(knownIn('open'), aSignal('assign', inOrder, { assignee: null }), 300)

    expect(alertIn(decision).assignee).toBeNull()
  })
})

/** A position at a time that arrives after everything that is known. */
function at300(kind: SignalKind, at: number) {
  return kind === 'fire' ? observed(at, { arrival: 300 }) : decided(at, { arrival: 300 })
}

function effectOf(change: ReturnType<typeof decide>['change'], { alert }: Known): Effect {
  if (change === null) return 'none'
  if (change.kind === 'open') return 'opens one'
  return change.alert.status === alert?.status ? `stays ${alert.status}` : 'becomes resolved'
}
