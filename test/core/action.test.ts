import { describe, expect, test } from 'bun:test'
import { act, type Action, type ActionResult } from '../../src/core/action.ts'
import type { Alert, AlertStatus, Snooze } from '../../src/core/alert.ts'
import { anAlert } from './builders.ts'

const now = Date.UTC(2026, 8, 1, 12)
const later = now + 3_600_000

const byStatus: Record<AlertStatus, Partial<Alert>> = {
  open: {},
  acknowledged: { status: 'acknowledged', acknowledgedAt: 200 },
  resolved: { status: 'resolved', resolvedAt: 300, resolvedBy: 'user' },
}
const snoozed: Snooze = { until: later, by: 'user', reason: null, untilWorseThan: null }

const snoozeUntil: Action = { kind: 'snooze', until: later, reason: 'deploy is running' }
const snoozeUntilWorse: Action = { kind: 'snooze', until: 'worse', reason: null }
const resolve: Action = { kind: 'resolve', reason: 'fixed in 1.2' }
const note: Action = { kind: 'note', text: 'Looking at it.' }
const assign: Action = { kind: 'assign', assignee: 'Jane Roe' }

function changedBy(alert: Alert, action: Action): Extract<ActionResult, { result: 'changed' }> {
  const result = act(alert, action, now)
  if (result.result !== 'changed') throw new Error(result.text)
  return result
}

describe('act', () => {
  test.each<[string, AlertStatus, ActionResult['result'], Action]>([
    ['acknowledge', 'open', 'changed', { kind: 'acknowledge' }],
    ['acknowledge', 'acknowledged', 'unchanged', { kind: 'acknowledge' }],
    ['acknowledge', 'resolved', 'refused', { kind: 'acknowledge' }],
    ['unacknowledge', 'open', 'unchanged', { kind: 'unacknowledge' }],
    ['unacknowledge', 'acknowledged', 'changed', { kind: 'unacknowledge' }],
    ['unacknowledge', 'resolved', 'refused', { kind: 'unacknowledge' }],
    ['snooze until a time', 'open', 'changed', snoozeUntil],
    ['snooze until a time', 'acknowledged', 'changed', snoozeUntil],
    ['snooze until a time', 'resolved', 'refused', snoozeUntil],
    ['snooze until worse', 'open', 'changed', snoozeUntilWorse],
    ['snooze until worse', 'acknowledged', 'changed', snoozeUntilWorse],
    ['snooze until worse', 'resolved', 'refused', snoozeUntilWorse],
    ['unsnooze without a snooze', 'open', 'unchanged', { kind: 'unsnooze' }],
    ['unsnooze without a snooze', 'acknowledged', 'unchanged', { kind: 'unsnooze' }],
    ['unsnooze without a snooze', 'resolved', 'unchanged', { kind: 'unsnooze' }],
    ['resolve', 'open', 'changed', resolve],
    ['resolve', 'acknowledged', 'changed', resolve],
    ['resolve', 'resolved', 'unchanged', resolve],
    ['note', 'open', 'changed', note],
    ['note', 'acknowledged', 'changed', note],
    ['note', 'resolved', 'changed', note],
    ['assign', 'open', 'changed', assign],
    ['assign', 'acknowledged', 'changed', assign],
    ['assign', 'resolved', 'refused', assign],
    ['assign to nobody, who has it', 'open', 'unchanged', { kind: 'assign', assignee: null }],
    ['assign to nobody', 'resolved', 'refused', { kind: 'assign', assignee: null }],
  ])('%s of an alert that is %s: %s', (_, status, expected, action) => {
    const alert = anAlert(byStatus[status])
    const before = structuredClone(alert)

    const result = act(alert, action, now)

    expect(result.result).toBe(expected)
    expect(result.text).toMatch(/^[A-Z].+/)
    expect(alert).toEqual(before)
  })

  test.each<[Action['kind'], AlertStatus, Action]>([
    ['acknowledge', 'resolved', { kind: 'acknowledge' }],
    ['acknowledge', 'acknowledged', { kind: 'acknowledge' }],
    ['unacknowledge', 'open', { kind: 'unacknowledge' }],
    ['unsnooze', 'open', { kind: 'unsnooze' }],
    ['resolve', 'resolved', resolve],
  ])(
    'says about which alert it was when %s does nothing to one that is %s',
    (_, status, action) => {
      const { text } = act(anAlert({ ...byStatus[status], id: '815' }), action, now)

      expect(text).toMatch(/^Alert 815 is .+\.$/)
    },
  )

  test.each<[string, Action, AlertStatus, Partial<Alert>, string]>([
    [
      'acknowledge',
      { kind: 'acknowledge' },
      'open',
      { status: 'acknowledged', acknowledgedAt: now },
      'acknowledged',
    ],
    [
      'unacknowledge',
      { kind: 'unacknowledge' },
      'acknowledged',
      { status: 'open', acknowledgedAt: null },
      'unacknowledged',
    ],
    [
      'resolve',
      resolve,
      'acknowledged',
      { status: 'resolved', resolvedAt: now, resolvedBy: 'user' },
      'resolved',
    ],
    ['assign', assign, 'open', { assignee: 'Jane Roe' }, 'assigned'],
    ['note', note, 'resolved', {}, 'note'],
    [
      'snooze until a time',
      snoozeUntil,
      'open',
      {
        userSnooze: { until: later, by: 'user', reason: 'deploy is running', untilWorseThan: null },
      },
      'snoozed',
    ],
  ])('%s changes this and nothing else', (_, action, status, fields, kind) => {
    const alert = anAlert(byStatus[status])

    const changed = changedBy(alert, action)

    expect(changed.alert).toEqual({ ...alert, ...fields })
    expect(changed.kind).toBe(kind)
  })

  test('a snooze until worse holds against the severity of now and says so', () => {
    const changed = changedBy(anAlert({ severity: 'warning' }), snoozeUntilWorse)

    expect(changed.alert.userSnooze).toMatchObject({
      until: null,
      by: 'user',
      untilWorseThan: 'warning',
    })
    expect(changed.text).toContain('until it is worse than warning')
  })

  test('a second snooze replaces the first', () => {
    const alert = anAlert({ userSnooze: { ...snoozed, until: now + 1 } })

    expect(changedBy(alert, snoozeUntil).alert.userSnooze?.until).toBe(later)
  })

  test('a snooze by a person leaves the one that Sentry made', () => {
    const sentrySnooze: Snooze = { ...snoozed, by: 'sentry' }

    expect(changedBy(anAlert({ sentrySnooze }), snoozeUntil).alert.sentrySnooze).toEqual(
      sentrySnooze,
    )
  })

  test.each(['userSnooze', 'sentrySnooze'] as const)('unsnooze lifts a %s', (which) => {
    const alert = anAlert({ [which]: snoozed })

    expect(changedBy(alert, { kind: 'unsnooze' }).alert).toEqual(anAlert())
  })

  test('unsnooze can leave what Sentry archived as it is', () => {
    const unsnooze: Action = { kind: 'unsnooze', keepArchived: true }
    const sentrySnooze: Snooze = { ...snoozed, by: 'sentry' }
    const archived = anAlert({ sentrySnooze })

    expect(changedBy(anAlert({ userSnooze: snoozed, sentrySnooze }), unsnooze).alert).toEqual(
      archived,
    )
    expect(act(archived, unsnooze, now).result).toBe('unchanged')
  })

  test('unsnooze finds nothing to lift when the snooze is over', () => {
    const alert = anAlert({ userSnooze: { ...snoozed, until: now } })

    expect(act(alert, { kind: 'unsnooze' }, now).result).toBe('unchanged')
  })

  test('resolve ends every snooze', () => {
    const { alert } = changedBy(anAlert({ userSnooze: snoozed, sentrySnooze: snoozed }), resolve)

    expect(alert).toMatchObject({ userSnooze: null, sentrySnooze: null })
  })

  test.each<[string, Action]>([
    ['Resolved.', { kind: 'resolve', reason: null }],
    ['Resolved: fixed in 1.2', resolve],
    ['Looking at it.', note],
    ['Assigned to Jane Roe.', assign],
    ['Snoozed until 2026-09-01T13:00:00.000Z: deploy is running', snoozeUntil],
  ])('writes on the timeline: %s', (text, action) => {
    expect(changedBy(anAlert(), action).text).toBe(text)
  })

  test('assign to nobody takes it away from the one who had it', () => {
    const { alert, text } = changedBy(anAlert({ assignee: 'Jane Roe' }), {
      kind: 'assign',
      assignee: null,
    })

    expect(alert.assignee).toBeNull()
    expect(text).toBe('Assigned to nobody.')
  })

  test('assign to the one who has it changes nothing', () => {
    expect(act(anAlert({ assignee: 'Jane Roe' }), assign, now).result).toBe('unchanged')
  })
})
