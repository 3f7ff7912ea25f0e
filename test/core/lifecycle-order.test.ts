import { describe, expect, test } from 'bun:test'
import type { Severity } from '../../src/core/severity.ts'
import type { Signal, SignalKind } from '../../src/core/signal.ts'
import { aSignal, createLife, decided, observed } from './builders.ts'

/** Signals of one issue in the order of its life; a test lets them arrive in another order. */
function arriving(signals: Signal[]): Signal[] {
  return signals.map((signal, index) => ({
    ...signal,
    position: { ...signal.position, arrival: index + 1 },
  }))
}

describe('a late report', () => {
  test.each<[string, number]>([
    ['an earlier', 9],
    ['the same', 10],
  ])('of %s time opens nothing after a resolve that came without an alert', (_, at) => {
    const life = createLife()

    expect(life.take(aSignal('resolve', 10)).outcome).toBe('ignored')
    const late = life.take(aSignal('fire', at, { position: observed(at, { arrival: 11 }) }))

    expect(late.outcome).toBe('late')
    expect(life.alerts).toEqual([])
  })

  test('of a later time opens one although a resolve came first', () => {
    const life = createLife()

    life.take(aSignal('resolve', 10))
    life.take(aSignal('fire', 11))

    expect(life.newest().status).toBe('open')
  })

  test('of the time that was resolved does not undo the resolve', () => {
    const life = createLife()

    life.take(aSignal('fire', 10))
    life.take(aSignal('resolve', 10, { position: decided(10, { arrival: 11 }) }))
    const late = life.take(aSignal('fire', 10, { position: observed(10, { arrival: 12 }) }))

    expect(late.outcome).toBe('late')
    expect(life.alerts).toMatchObject([{ status: 'resolved', eventCount: 1 }])
  })

  test('opens nothing when a person resolved the alert after having seen something newer', () => {
    const life = createLife()

    life.take(aSignal('fire', 10))
    life.change({ status: 'resolved', resolvedAt: 11, resolvedBy: 'user' })

    expect(life.take(aSignal('fire', 9)).outcome).toBe('late')
    expect(life.take(aSignal('fire', 12)).outcome).toBe('opened')
    expect(life.alerts).toMatchObject([{ status: 'resolved' }, { previousAlertId: '1' }])
  })

  test('of a resolve leaves an alert open that has fired since, and is remembered', () => {
    const life = createLife()

    life.take(aSignal('fire', 20))
    expect(life.take(aSignal('resolve', 10)).outcome).toBe('late')
    life.take(aSignal('resolve', 20))

    expect(life.newest()).toMatchObject({ status: 'resolved', resolvedBy: 'sentry' })
    expect(life.take(aSignal('fire', 15)).outcome).toBe('late')
  })
})

describe('a hand-made call', () => {
  const handMade = (kind: SignalKind, at: number, arrival: number) =>
    aSignal(kind, at, {
      position: { ...observed(at), rank: kind === 'fire' ? 0 : 1, arrival, handMade: true },
    })

  test.each([
    ['the same', [10, 10, 10]],
    ['a falling', [30, 20, 10]],
  ])('counts by arrival alone: fire, resolve, fire with %s time opens again', (_, times) => {
    const life = createLife()

    const outcomes = (['fire', 'resolve', 'fire'] as const).map((kind, index) => {
      return life.take(handMade(kind, times[index] ?? 0, index + 1)).outcome
    })

    expect(outcomes).toEqual(['opened', 'resolved', 'opened'])
    expect(life.alerts).toMatchObject([
      { status: 'resolved' },
      { status: 'open', previousAlertId: '1' },
    ])
  })

  test('resolves what Sentry reported before it arrived', () => {
    const life = createLife()

    life.take(aSignal('fire', 1000, { position: observed(1000, { arrival: 1 }) }))

    expect(life.take(handMade('resolve', 10, 2)).outcome).toBe('resolved')
  })
})

describe('what an open alert shows', () => {
  const content = (title: string, severity: Severity) => ({
    content: { title, severity, severityFrom: `level "${severity}"` },
  })

  test('is taken over from a newer event', () => {
    const life = createLife()

    life.take(aSignal('fire', 10, content('old', 'warning')))
    const { reason } = life.take(aSignal('fire', 20, content('new', 'critical')))

    expect(life.newest()).toMatchObject({ title: 'new', severity: 'critical' })
    expect(reason).toContain('warning → critical')
    expect(reason).toContain('level "critical"')
  })

  test('is not taken over from an older event', () => {
    const life = createLife()

    life.take(aSignal('fire', 20, content('new', 'warning')))
    life.take(aSignal('fire', 10, content('old', 'critical')))

    expect(life.newest()).toMatchObject({ title: 'new', severity: 'warning', eventCount: 2 })
  })

  test('gets better too when a newer event says so', () => {
    const life = createLife()

    life.take(aSignal('fire', 10, content('x', 'critical')))
    life.take(aSignal('fire', 20, content('x', 'info')))

    expect(life.newest().severity).toBe('info')
  })

  test('keeps what a newer event does not say', () => {
    const known = {
      title: 'TypeError',
      description: 'in checkout',
      url: 'https://acme.sentry.io/issues/4711/',
      project: { slug: 'shop', name: 'Web shop' },
    }
    const silent = { title: null, description: null, url: null, project: null }
    const life = createLife()

    life.take(aSignal('fire', 10, { content: known }))
    life.take(aSignal('fire', 20, { content: silent }))

    expect(life.newest()).toMatchObject(known)
  })

  test('is filled from an older event where nothing was known', () => {
    const more = { description: 'in checkout', url: 'https://acme.sentry.io/issues/4711/' }
    const life = createLife()

    life.take(aSignal('fire', 20))
    life.take(aSignal('fire', 10, { content: more }))

    expect(life.newest()).toMatchObject(more)
  })

  test.each([
    ['newer', 20],
    ['older', 5],
  ])('keeps the name of its project when a %s event knows only the slug', (_, at) => {
    const named = { slug: 'shop', name: 'Web shop' }
    const life = createLife()

    life.take(aSignal('fire', 10, { content: { project: named } }))
    life.take(aSignal('fire', at, { content: { project: { slug: 'shop', name: 'shop' } } }))

    expect(life.newest().project).toEqual(named)
  })
})

describe('every order of arrival', () => {
  const severe = (severity: Severity, title: string) => ({ content: { severity, title } })
  const histories: Record<string, Signal[]> = {
    'an issue that is resolved': [
      aSignal('fire', 10),
      aSignal('assign', 10, { position: decided(10, { sentAt: 1 }), assignee: 'John Doe' }),
      aSignal('fire', 20, severe('critical', 'newer')),
      aSignal('resolve', 20),
    ],
    'an issue that comes back': [
      aSignal('fire', 10, severe('warning', 'older')),
      aSignal('assign', 10, { position: decided(10, { sentAt: 1 }), assignee: 'John Doe' }),
      aSignal('resolve', 10, { position: decided(10, { sentAt: 2 }) }),
      aSignal('reopen', 20, { ...severe('error', 'newer'), reopening: 'regressed' }),
      aSignal('assign', 20, { position: decided(20, { sentAt: 3 }), assignee: 'Jane Roe' }),
    ],
    'an issue that stays archived': [
      aSignal('fire', 10),
      aSignal('archive', 10, { position: decided(10, { sentAt: 1 }) }),
      aSignal('fire', 20, severe('critical', 'newer')),
    ],
    'an issue that is resolved out of the archive and comes back': [
      aSignal('fire', 10),
      aSignal('archive', 10, { position: decided(10, { sentAt: 1 }) }),
      aSignal('resolve', 20),
      aSignal('fire', 30, severe('error', 'newest')),
    ],
    'an issue that escalates out of the archive': [
      aSignal('fire', 10),
      aSignal('archive', 10, { position: decided(10, { sentAt: 1 }) }),
      aSignal('reopen', 20, severe('critical', 'newer')),
      aSignal('fire', 30, severe('error', 'newest')),
    ],
  }

  test.each(Object.keys(histories))('and every duplication ends the same: %s', (name) => {
    const history = histories[name] ?? []
    const expected = endOf(history)

    for (const order of permutations(history)) {
      expect(endOf(arriving(order))).toEqual(expected)
      for (const again of history) expect(endOf(arriving([...order, again]))).toEqual(expected)
    }
  })

  /** What is wrong in the end, and how it looks. */
  function endOf(signals: Signal[]) {
    const life = createLife()
    for (const signal of signals) life.take(signal)
    const unresolved = life.alerts.filter(({ status }) => status === 'open')
    return unresolved.map(({ severity, title, assignee, sentrySnooze }) => {
      return { severity, title, assignee, sentrySnooze }
    })
  }
})

function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items]
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item].concat(rest)),
  )
}
