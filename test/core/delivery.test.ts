import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import {
  afterFailure,
  closed,
  isBeyondHope,
  longestTrying,
  nextAttemptAt,
  storm,
  togetherNow,
  type Breaker,
} from '../../src/core/delivery.ts'

const minute = 60_000
const at = { createdAt: 0, now: 0, jitter: 0.5 }

describe('a delivery that failed', () => {
  test.each([
    [1, 5_000],
    [2, 15_000],
    [3, 45_000],
    [6, 1_215_000],
    [7, 3_600_000],
    [30, 3_600_000],
  ])('is tried again after attempt %d, later and later', (attempt, wait) => {
    expect(nextAttemptAt(attempt, null, at)).toBe(wait)
  })

  test('waits as long as the other side asked for, if that is longer', () => {
    expect(nextAttemptAt(1, 60_000, at)).toBe(60_000)
    expect(nextAttemptAt(3, 1_000, at)).toBe(45_000)
  })

  test('is given up after a day, whatever the other side asks for', () => {
    const late = { ...at, now: longestTrying - minute }

    expect(nextAttemptAt(1, null, late)).toBe(late.now + 5_000)
    expect(nextAttemptAt(9, null, late)).toBeNull()
    expect(nextAttemptAt(1, Number.MAX_SAFE_INTEGER, at)).toBe(60 * minute)
    expect(nextAttemptAt(1, Number.MAX_SAFE_INTEGER, late)).toBeNull()
  })

  test('does not come back together with those that failed with it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (jitter) => {
        const wait = nextAttemptAt(2, null, { ...at, jitter })
        expect(wait).toBeGreaterThanOrEqual(13_500)
        expect(wait).toBeLessThanOrEqual(16_500)
      }),
    )
  })
})

describe('a channel', () => {
  function after(failures: number, asked: number | null = null): Breaker {
    let breaker = closed
    for (let nth = 0; nth < failures; nth += 1) breaker = afterFailure(breaker, asked, 0)
    return breaker
  }

  test('does not rest after one failure or two: those may be of the delivery', () => {
    expect(after(2)).toEqual({ failures: 2, restsUntil: null })
  })

  test.each([
    [3, 10_000],
    [4, 20_000],
    [8, 5 * minute],
    [1_000, 5 * minute],
  ])('rests after %d failures in a row', (failures, rest) => {
    expect(after(failures).restsUntil).toBe(rest)
  })

  test('is beyond hope after a minute of failures, and not after a hiccup', () => {
    expect(isBeyondHope(after(3), 0, minute)).toBe(true)
    expect(isBeyondHope(after(3), 1, minute)).toBe(false)
    expect(isBeyondHope(after(2), 0, 60 * minute)).toBe(false)
    expect(isBeyondHope(after(3), null, minute)).toBe(false)
  })

  test('rests at once when it asks for it, an hour at most', () => {
    expect(after(1, 30_000).restsUntil).toBe(30_000)
    expect(after(1, 1e12).restsUntil).toBe(60 * minute)
  })
})

describe('what is told together', () => {
  const full = Array.from({ length: storm.most }, (_, nth) => 1_000 * nth)
  const last = 1_000 * (storm.most - 1)

  test('is one at a time, as long as there are few', () => {
    expect(togetherNow([], { count: 40, since: 0 }, 0)).toBe(1)
    expect(togetherNow(full.slice(1), { count: 40, since: 0 }, last)).toBe(1)
    expect(togetherNow([], { count: 0, since: 0 }, 0)).toBe(0)
  })

  test('is collected for a while after there were many, and then is all that waits', () => {
    const due = { count: 40, since: last }

    expect(togetherNow(full, due, last + 1_000)).toBe(0)
    expect(togetherNow(full, due, last + storm.within / 2)).toBe(40)
  })

  test('waits for nobody longer than the time in which many are too many', () => {
    const busy = Array.from({ length: 12 }, (_, nth) => 50_000 + 900 * nth)

    expect(togetherNow(busy, { count: 3, since: 0 }, 61_000)).toBe(3)
  })

  test('is one at a time again when it has been calm', () => {
    expect(togetherNow(full, { count: 2, since: 0 }, last + storm.within)).toBe(1)
  })

  test('is not held back by a clock that was set back', () => {
    expect(togetherNow(full, { count: 2, since: -90_000 }, -100_000)).toBe(1)
  })
})
