import { describe, expect, test } from 'bun:test'
import { createPace } from '../../src/drain/pace.ts'
import { createTestClock } from '../support/clock.ts'

/** A pace that is told of batches one after the other. */
function setupPace() {
  const clock = createTestClock(5000)
  const monotonic = createTestClock(0)
  let pressed = false
  const pace = createPace({ isPressed: () => pressed, clock, monotonic })
  return {
    clock,
    monotonic,
    press: (isPressed = true) => {
      pressed = isPressed
    },
    /** The pause after a batch that took everything. */
    caughtUp: (nextRunAt: number | null = null) =>
      pace({ processed: [], failed: [], more: false, nextRunAt }),
    /** The pause after a batch that left something. */
    behind: () => pace({ processed: [], failed: [], more: true, nextRunAt: 0 }),
  }
}

describe('the pause after a batch', () => {
  test('is half a second when nothing is left, pressed or not', () => {
    const t = setupPace()

    expect(t.caughtUp()).toBe(500)
    t.press()
    expect(t.caughtUp()).toBe(500)
  })

  test.each([
    ['in a while', 5200, 200],
    ['right now', 5000, 1],
    ['since long ago', 10, 1],
    ['in an hour', 3_605_000, 500],
  ])('is until the next event is due, which is %s', (_, nextRunAt, pause) => {
    expect(setupPace().caughtUp(nextRunAt)).toBe(pause)
  })

  test('is nothing when there is more and nobody presses, for however long', () => {
    const t = setupPace()

    expect(t.behind()).toBe(0)
    t.monotonic.advanceBy(60_000)
    expect(t.behind()).toBe(0)
  })

  test('is longer when there is more, but requests press', () => {
    const t = setupPace()
    t.press()

    expect(t.behind()).toBe(100)
    t.monotonic.advanceBy(10_000)
    expect(t.behind()).toBe(100)
  })

  test('is short again after ten seconds under pressure, until it has caught up once', () => {
    const t = setupPace()
    t.press()
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
    t.press()
    t.behind()

    t.press(false)

    expect(t.behind()).toBe(0)
  })

  test('is not moved by a jump of the system time', () => {
    const t = setupPace()
    t.press()
    t.behind()

    t.clock.advanceBy(60_000)

    expect(t.behind()).toBe(100)
  })
})
