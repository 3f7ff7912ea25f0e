import { describe, expect, test } from 'bun:test'
import { createPace } from '../../src/drain/pace.ts'
import type { PressureLevel } from '../../src/drain/pressure.ts'
import { createTestClock } from '../support/clock.ts'

/** A pace that is told of batches one after the other. */
function setupPace() {
  const clock = createTestClock(5000)
  const monotonic = createTestClock(0)
  let level: PressureLevel = 'idle'
  const pace = createPace({ level: () => level, clock, monotonic })
  return {
    clock,
    monotonic,
    set: (next: PressureLevel) => {
      level = next
    },
    batchMs: pace.batchMs,
    /** The pause after a batch that took everything. */
    caughtUp: (nextRunAt: number | null = null) => pace.pauseAfter({ more: false, nextRunAt }),
    /** The pause after a batch that left something. */
    behind: () => pace.pauseAfter({ more: true, nextRunAt: 0 }),
  }
}

describe('the pause after a batch', () => {
  test.each<PressureLevel>(['idle', 'active', 'pressed'])(
    'is half a second when nothing is left and intake is %s',
    (level) => {
      const t = setupPace()
      t.set(level)

      expect(t.caughtUp()).toBe(500)
    },
  )

  test.each([
    ['in a while', 5200, 200],
    ['right now', 5000, 1],
    ['since long ago', 10, 1],
    ['in an hour', 3_605_000, 500],
  ])('is until the next event is due, which is %s', (_, nextRunAt, pause) => {
    expect(setupPace().caughtUp(nextRunAt)).toBe(pause)
  })

  test.each<PressureLevel>(['idle', 'active'])(
    'is nothing when there is more and intake is %s, for however long',
    (level) => {
      const t = setupPace()
      t.set(level)

      expect(t.behind()).toBe(0)
      t.monotonic.advanceBy(60_000)
      expect(t.behind()).toBe(0)
    },
  )

  test('is longer when there is more, but requests press', () => {
    const t = setupPace()
    t.set('pressed')

    expect(t.behind()).toBe(100)
    t.monotonic.advanceBy(10_000)
    expect(t.behind()).toBe(100)
  })

  test('is short again after ten seconds under pressure, until it has caught up once', () => {
    const t = setupPace()
    t.set('pressed')
    t.behind()

    t.monotonic.advanceBy(10_001)
    expect(t.behind()).toBe(10)
    expect(t.behind()).toBe(10)
    t.caughtUp()

    expect(t.behind()).toBe(100)
    t.monotonic.advanceBy(10_001)
    expect(t.behind()).toBe(10)
  })

  test('ends with the pressure', () => {
    const t = setupPace()
    t.set('pressed')
    t.behind()

    t.set('active')

    expect(t.behind()).toBe(0)
  })

  test('is not moved by a jump of the system time', () => {
    const t = setupPace()
    t.set('pressed')
    t.behind()

    t.clock.advanceBy(60_000)

    expect(t.behind()).toBe(100)
  })
})

describe('the length of a batch', () => {
  test.each<[PressureLevel, number]>([
    ['idle', 50],
    ['active', 5],
    ['pressed', 1],
  ])('when intake is %s is %d ms', (level, ms) => {
    const t = setupPace()
    t.set(level)

    expect(t.batchMs()).toBe(ms)
  })

  test('grows after ten seconds under pressure, until it has caught up once', () => {
    const t = setupPace()
    t.set('pressed')
    t.behind()

    t.monotonic.advanceBy(10_001)
    expect(t.batchMs()).toBe(5)

    t.caughtUp()
    expect(t.batchMs()).toBe(1)
  })
})
