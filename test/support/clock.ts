import type { Clock } from '../../src/clock.ts'

export interface TestClock extends Clock {
  advanceBy(ms: number): void
}

/** A clock that stands still until it is told otherwise. */
export function createTestClock(at = Date.UTC(2026, 8, 1, 10)): TestClock {
  let now = at
  return Object.assign(() => now, {
    advanceBy(ms: number) {
      now += ms
    },
  })
}
