import { describe, expect, test } from 'bun:test'
import type { Alert } from '../../src/core/alert.ts'
import type { Change } from '../../src/core/notice.ts'
import { changeOf, quietBecause, type Changer } from '../../src/core/telling.ts'
import { anAlert } from './builders.ts'

const archived = { until: null, by: 'sentry', reason: 'archived', untilWorseThan: null } as const
const snoozed = { until: 500, by: 'user', reason: null, untilWorseThan: null } as const
const resolved = { status: 'resolved', resolvedAt: 90, resolvedBy: 'sentry' } as const

const now = 100

const table: [string, Partial<Alert> | null, Partial<Alert>, Changer, Change | null][] = [
  ['a new alert', null, {}, 'sentry', 'opened'],
  ['a new alert that came back', null, { regressed: true }, 'sentry', 'reopened'],
  ['one more event', {}, { eventCount: 2 }, 'sentry', null],
  ['a worse severity', { severity: 'warning' }, { severity: 'error' }, 'sentry', 'worse'],
  ['a better severity', { severity: 'error' }, { severity: 'warning' }, 'sentry', null],
  ['a resolve by Sentry', {}, resolved, 'sentry', 'resolved'],
  ['a resolve by a person', {}, { ...resolved, resolvedBy: 'user' }, 'person', 'resolved'],
  [
    'worse, and then resolved',
    { severity: 'info' },
    { ...resolved, severity: 'error' },
    'sentry',
    'resolved',
  ],
  ['something about one that is resolved', resolved, { ...resolved, title: 'b' }, 'sentry', null],
  ['archived in Sentry', {}, { sentrySnooze: archived }, 'sentry', null],
  ['no longer archived', { sentrySnooze: archived }, {}, 'sentry', 'reopened'],
  [
    'no longer archived, but snoozed',
    { sentrySnooze: archived },
    { userSnooze: snoozed },
    'sentry',
    null,
  ],
  ['woken by a person', { userSnooze: snoozed }, {}, 'person', null],
  ['acknowledged', {}, { status: 'acknowledged', acknowledgedAt: 1 }, 'person', null],
]

describe('what people are told of an alert', () => {
  test.each(table)('%s', (_what, before, after, by, change) => {
    const was = before === null ? null : anAlert(before)

    expect(changeOf(was, anAlert(after), by, now)).toBe(change)
  })
})

describe('an alert keeps quiet', () => {
  test('while it is archived in Sentry', () => {
    expect(quietBecause(anAlert({ sentrySnooze: archived }), 'opened', now)).toContain('archived')
  })

  test('while it is snoozed, and says until when', () => {
    const alert = anAlert({ userSnooze: snoozed })

    expect(quietBecause(alert, 'worse', now)).toContain('1970-01-01T00:00:00.500Z')
    expect(quietBecause(alert, 'worse', 500)).toBeNull()
  })

  test('but never about being over', () => {
    expect(quietBecause(anAlert({ sentrySnooze: archived }), 'resolved', now)).toBeNull()
  })
})
