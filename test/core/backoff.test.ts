import { describe, expect, test } from 'bun:test'
import { backoffMs, maxAttempts } from '../../src/core/backoff.ts'

describe('backoffMs', () => {
  test.each([
    [1, 1_000],
    [2, 4_000],
    [3, 16_000],
    [4, 64_000],
    [5, 256_000],
  ])('waits after failed attempt %i for %i ms when chance adds nothing', (attempt, wait) => {
    expect(backoffMs(attempt, 0)).toBe(wait)
  })

  test.each([
    [1, 0.5, 1_050],
    [3, 0.25, 16_400],
    [5, 0.5, 268_800],
  ])('spreads attempt %i by jitter %d to %i ms', (attempt, jitter, wait) => {
    expect(backoffMs(attempt, jitter)).toBe(wait)
  })

  test('adds at most a tenth and gives whole milliseconds', () => {
    for (let attempt = 1; attempt < maxAttempts; attempt += 1) {
      const wait = backoffMs(attempt, 0.999_999)

      expect(wait).toBeLessThanOrEqual(backoffMs(attempt, 0) * 1.1)
      expect(Number.isInteger(wait)).toBe(true)
    }
  })

  test('gives up after the sixth attempt', () => {
    expect(maxAttempts).toBe(6)
  })
})
