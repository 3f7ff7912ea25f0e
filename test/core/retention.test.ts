import { describe, expect, test } from 'bun:test'
import { decide } from '../../src/core/lifecycle.ts'
import { nothingKnown } from '../../src/core/memory.ts'
import {
  lastArrivalOf,
  mayRemoveAlert,
  mayRemoveDelivery,
  memoryWithout,
} from '../../src/core/retention.ts'
import { aSignal } from './builders.ts'

describe('an alert that is old enough', () => {
  const old = { status: 'resolved', isBeingTold: false, isFollowed: false } as const

  test('goes when it is resolved and nobody needs it', () => {
    expect(mayRemoveAlert(old)).toBe(true)
  })

  test.each([
    { status: 'open' } as const,
    { status: 'acknowledged' } as const,
    { isBeingTold: true },
    { isFollowed: true },
  ])('stays when it is %o', (fact) => {
    expect(mayRemoveAlert({ ...old, ...fact })).toBe(false)
  })
})

describe('a delivery that is old enough', () => {
  const old = { state: 'sent', alert: 'resolved', isBeingTold: false } as const

  test.each(['sent', 'dead', 'quiet'] as const)('goes when it is %s', (state) => {
    expect(mayRemoveDelivery({ ...old, state })).toBe(true)
  })

  test.each([
    { state: 'pending' } as const,
    { alert: 'open' } as const,
    { alert: 'acknowledged' } as const,
    { isBeingTold: true },
  ])('stays when it is %o', (fact) => {
    expect(mayRemoveDelivery({ ...old, ...fact })).toBe(false)
  })
})

describe('what is remembered of a key without its alert', () => {
  const fired = aSignal('fire', 5).position

  test('is that a person said it was over, for everything that had fired by then', () => {
    const memory = memoryWithout({ resolvedBy: 'user' }, { ...nothingKnown, fired })
    const outcomeOf = (arrival: number) =>
      decide({ alert: null, memory }, aSignal('fire', arrival), 1).outcome

    expect([outcomeOf(4), outcomeOf(5), outcomeOf(6)]).toEqual(['late', 'late', 'opened'])
  })

  test('is what it was when Sentry resolved it', () => {
    const memory = { ...nothingKnown, fired, resolved: aSignal('resolve', 6).position }

    expect(memoryWithout({ resolvedBy: 'sentry' }, memory)).toBe(memory)
  })

  test('rests on its newest event, whatever that said', () => {
    const position = aSignal('assign', 9).position
    const memory = { ...nothingKnown, fired, assigned: { position, assignee: 'jane' } }

    expect([lastArrivalOf(nothingKnown), lastArrivalOf(memory)]).toEqual([0, 9])
  })
})
