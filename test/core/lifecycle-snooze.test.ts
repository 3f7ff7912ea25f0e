import { describe, expect, test } from 'bun:test'
import { activeSnooze, type Snooze } from '../../src/core/alert.ts'
import type { Severity } from '../../src/core/severity.ts'
import { aSignal, createLife } from './builders.ts'

const byPerson: Snooze = { until: 5000, by: 'user', reason: 'deploy', untilWorseThan: null }
const untilWorse: Snooze = { until: null, by: 'user', reason: null, untilWorseThan: 'warning' }

function snoozedLife(userSnooze: Snooze) {
  const life = createLife()
  life.take(aSignal('fire', 10, { content: { severity: 'warning' } }))
  life.change({ userSnooze })
  return life
}

describe('archive', () => {
  test('snoozes an open alert, which stays open and keeps counting', () => {
    const life = createLife()

    life.take(aSignal('fire', 10))
    life.take(aSignal('archive', 20, { archive: { reason: 'until it escalates', until: 900 } }))
    life.take(aSignal('fire', 30))

    expect(life.newest()).toMatchObject({
      status: 'open',
      eventCount: 2,
      sentrySnooze: { by: 'sentry', reason: 'until it escalates', until: 900 },
    })
  })

  test('is remembered for an alert that opens late', () => {
    const life = createLife()

    expect(life.take(aSignal('archive', 20)).change).toBeNull()
    const { reason } = life.take(aSignal('fire', 10))

    expect(life.newest().sentrySnooze).toMatchObject({ by: 'sentry', reason: 'archived in Sentry' })
    expect(reason).toContain('snoozed')
  })

  test('ends when Sentry says that it escalates, and says so', () => {
    const life = createLife()
    life.take(aSignal('fire', 10))
    life.take(aSignal('archive', 20))

    const { reason } = life.take(aSignal('reopen', 30, { reopening: 'escalated' }))

    expect(life.newest().sentrySnooze).toBeNull()
    expect(reason).toEndWith('It is no longer snoozed.')
    expect(life.take(aSignal('fire', 40)).reason).not.toContain('snoozed')
  })

  test('is not remembered past a resolve', () => {
    const life = createLife()

    life.take(aSignal('archive', 10))
    life.take(aSignal('resolve', 20))
    life.take(aSignal('fire', 30))

    expect(life.newest().sentrySnooze).toBeNull()
  })

  test.each(['reopen', 'resolve', 'archive'] as const)(
    'comes too late after a newer %s',
    (kind) => {
      const life = createLife()

      life.take(aSignal('fire', 10))
      life.take(aSignal(kind, 30))
      const before = structuredClone(life.newest())

      expect(life.take(aSignal('archive', 20)).outcome).toBe('late')
      expect(life.newest()).toEqual(before)
    },
  )

  test('leaves the snooze of a person alone', () => {
    const life = snoozedLife(byPerson)

    life.take(aSignal('archive', 20))

    expect(life.newest().userSnooze).toEqual(byPerson)
  })
})

describe('assign', () => {
  test('is remembered for an alert that opens late', () => {
    const life = createLife()

    expect(life.take(aSignal('assign', 20)).change).toBeNull()
    life.take(aSignal('fire', 10))

    expect(life.newest().assignee).toBe('Jane Roe')
  })

  test('stands with the newest one, whatever arrives last', () => {
    const life = createLife()

    life.take(aSignal('fire', 10))
    life.take(aSignal('assign', 30, { assignee: 'Jane Roe' }))
    life.take(aSignal('assign', 20, { assignee: 'John Doe' }))

    expect(life.newest().assignee).toBe('Jane Roe')
  })
})

describe('reopen', () => {
  test('lifts the snooze that Sentry made', () => {
    const life = createLife()

    life.take(aSignal('fire', 10))
    life.take(aSignal('archive', 20))
    life.take(aSignal('reopen', 30))

    expect(life.newest()).toMatchObject({ status: 'open', sentrySnooze: null })
  })

  test('that is older than the archive leaves the snooze that Sentry made', () => {
    const life = createLife()

    life.take(aSignal('fire', 10))
    life.take(aSignal('archive', 30))
    life.take(aSignal('reopen', 20))

    expect(life.newest().sentrySnooze).not.toBeNull()
  })

  test.each([
    ['until a time', byPerson],
    ['until it is worse', untilWorse],
  ])('leaves the snooze that a person made %s', (_, snooze) => {
    const life = snoozedLife(snooze)

    life.take(aSignal('reopen', 30, { content: { severity: 'warning' } }))

    expect(life.newest().userSnooze).toEqual(snooze)
  })
})

describe('a snooze until it is worse', () => {
  test.each<[Severity, boolean]>([
    ['critical', true],
    ['error', true],
    ['warning', false],
    ['info', false],
  ])('on an alert that is a warning: %s ends it: %p', (severity, ends) => {
    const life = snoozedLife(untilWorse)

    life.take(aSignal('fire', 20, { content: { severity } }))

    expect(life.newest().userSnooze).toEqual(ends ? null : untilWorse)
  })

  test('is not ended by an older event that was worse', () => {
    const life = snoozedLife(untilWorse)

    life.take(aSignal('fire', 5, { content: { severity: 'critical' } }))

    expect(life.newest().userSnooze).toEqual(untilWorse)
  })

  test('holds against the severity at which it began, also when it got better meanwhile', () => {
    const life = snoozedLife(untilWorse)

    life.take(aSignal('fire', 20, { content: { severity: 'info' } }))
    life.take(aSignal('fire', 30, { content: { severity: 'warning' } }))

    expect(life.newest().userSnooze).toEqual(untilWorse)
  })
})

describe('a re-open, and a snooze until it is worse', () => {
  test.each([
    ['regressed' as const, 30, null],
    ['escalated' as const, 30, null],
    [null, 30, untilWorse],
    ['escalated' as const, 5, untilWorse],
  ])('%p at %p leaves of it: %p', (reopening, at, left) => {
    const life = snoozedLife(untilWorse)

    life.take(aSignal('reopen', at, { reopening, content: { severity: 'warning' } }))

    expect(life.newest().userSnooze).toEqual(left)
  })
})

test('a snooze until a time does not end because it got worse', () => {
  const life = snoozedLife(byPerson)

  life.take(aSignal('fire', 20, { content: { severity: 'critical' } }))

  expect(life.newest().userSnooze).toEqual(byPerson)
})

test('a resolve by Sentry ends every snooze', () => {
  const life = snoozedLife(byPerson)

  life.take(aSignal('archive', 20))
  life.take(aSignal('resolve', 30))

  expect(life.newest()).toMatchObject({ userSnooze: null, sentrySnooze: null })
})

test('a snooze by Sentry that a person lifted stays lifted until Sentry archives again', () => {
  const life = createLife()
  life.take(aSignal('fire', 10))
  life.take(aSignal('archive', 20))
  life.change({ sentrySnooze: null })

  life.take(aSignal('fire', 30))
  life.take(aSignal('reopen', 15))
  life.take(aSignal('resolve', 16))
  expect(life.newest()).toMatchObject({ status: 'open', sentrySnooze: null })

  life.take(aSignal('archive', 40))
  expect(life.newest().sentrySnooze).not.toBeNull()
})

describe('activeSnooze', () => {
  const bySentry: Snooze = { until: null, by: 'sentry', reason: 'archived', untilWorseThan: null }

  test.each<[string, Snooze | null, Snooze | null, number, Snooze | null]>([
    ['none', null, null, 0, null],
    ['the one of a person before the end', byPerson, null, 4999, byPerson],
    ['none at the end', byPerson, null, 5000, null],
    ['the one of a person first', byPerson, bySentry, 4999, byPerson],
    ['the one of Sentry when the one of a person is over', byPerson, bySentry, 5000, bySentry],
    ['one without an end', untilWorse, null, 1e15, untilWorse],
  ])('is %s', (_, userSnooze, sentrySnooze, now, expected) => {
    expect(activeSnooze({ userSnooze, sentrySnooze }, now)).toEqual(expected)
  })
})
