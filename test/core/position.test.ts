import { describe, expect, test } from 'bun:test'
import { comparePositions, isAfter, latest, type Position } from '../../src/core/position.ts'
import { decided, observed } from './builders.ts'

/** `first` came before `second` by the rule that the row is named after; what comes later in the rules says the opposite. */
const rules: [string, Position, Position][] = [
  [
    'the time that the payload speaks of counts before everything else',
    decided(1, { sentAt: 9000, arrival: 9 }),
    observed(2, { sentAt: 1000, arrival: 1 }),
  ],
  [
    'at the same time the observation came before the decision about it',
    observed(1, { sentAt: 9000, arrival: 9 }),
    decided(1, { sentAt: 1000, arrival: 1 }),
  ],
  [
    'two decisions about the same time are told apart by the time in the header',
    decided(1, { sentAt: 1000, arrival: 9 }),
    decided(1, { sentAt: 2000, arrival: 1 }),
  ],
  [
    'without a time in both headers arrival counts',
    decided(1, { sentAt: 9000, arrival: 1 }),
    decided(1, { sentAt: null, arrival: 2 }),
  ],
  [
    'with the same time in the header arrival counts',
    decided(1, { sentAt: 1000, arrival: 1 }),
    decided(1, { sentAt: 1000, arrival: 2 }),
  ],
  [
    'between hand-made calls only arrival counts',
    decided(9, { arrival: 1, handMade: true }),
    observed(1, { arrival: 2, handMade: true }),
  ],
  [
    'a hand-made call is after what arrived before it',
    observed(9, { arrival: 1 }),
    observed(1, { arrival: 2, handMade: true }),
  ],
  [
    'a hand-made call is before what arrived after it',
    observed(9, { arrival: 1, handMade: true }),
    observed(1, { arrival: 2 }),
  ],
]

describe('comparePositions', () => {
  test.each(rules)('%s', (_, first, second) => {
    expect(comparePositions(first, second)).toBeNegative()
    expect(comparePositions(second, first)).toBePositive()
  })

  test('calls a position equal to itself', () => {
    expect(comparePositions(observed(5), observed(5))).toBe(0)
  })
})

describe('isAfter', () => {
  test.each(rules)('agrees: %s', (_, first, second) => {
    expect(isAfter(second, first)).toBe(true)
    expect(isAfter(first, second)).toBe(false)
  })

  test('puts everything after nothing', () => {
    expect(isAfter(observed(0), null)).toBe(true)
  })

  test('puts nothing after itself', () => {
    expect(isAfter(observed(5), observed(5))).toBe(false)
  })
})

describe('latest', () => {
  test.each(rules)('only moves forward: %s', (_, first, second) => {
    expect(latest(first, second)).toBe(second)
    expect(latest(second, first)).toBe(second)
  })

  test('starts with the first one that it is given', () => {
    const first = observed(5)

    expect(latest(null, first)).toBe(first)
  })
})
