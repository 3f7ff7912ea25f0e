import type { Clock } from '../../src/clock.ts'

export interface TestClock extends Clock {
  advanceBy(ms: number): void
}

/** Where the clock of a test begins. */
export const testStart = '2026-09-01T10:00:00.000Z'

/** A clock that stands still until it is told otherwise. */
export function createTestClock(at = Date.parse(testStart)): TestClock {
  let now = at
  return Object.assign(() => now, {
    advanceBy(ms: number) {
      now += ms
    },
  })
}
