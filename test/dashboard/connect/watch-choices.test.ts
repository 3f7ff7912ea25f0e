import { describe, expect, test } from 'bun:test'
import { choiceOf, choicesOf, secondsOf } from '../../../src/dashboard/connect/watch-choices.ts'

const words = (current: number | null) => choicesOf(current).map(([, said]) => said)

describe('when to tell that an integration is silent', () => {
  test('can be chosen from what is usual', () => {
    const usual = ['never', 'after an hour', 'after 6 hours', 'after 12 hours', 'after a day']

    expect(words(null)).toEqual([...usual, 'after 3 days', 'after 7 days'])
    expect(words(21_600)).toEqual(words(null))
  })

  test('has what is set among its choices, in its place', () => {
    expect(words(5_400).slice(0, 4)).toEqual([
      'never',
      'after an hour',
      'after 90 minutes',
      'after 6 hours',
    ])
  })

  test.each([null, 600, 86_400])('of %p is a choice that says the same', (seconds) => {
    expect(choicesOf(seconds).map(([value]) => value)).toContain(choiceOf(seconds))
    expect(secondsOf(choiceOf(seconds))).toBe(seconds)
  })
})
