import { describe, expect, test } from 'bun:test'
import { createPace } from '../../src/drain/pace.ts'
import { createTestClock } from '../support/clock.ts'

/** A pace beside an intake whose activity the test says. */
function setupPace() {
  const clock = createTestClock(5000)
  const monotonic = createTestClock(0)
  let activity = { at: -Infinity, together: 0 }
  const pace = createPace({ activity: () => activity, clock, monotonic })
  return {
    clock,
    monotonic,
    batchMs: pace.batchMs,
    isIdle: pace.isIdle,
    isCrowded: pace.isCrowded,
    /** A commit of so many events that ended this moment. */
    intake(together = 1) {
      activity = { at: monotonic(), together }
    },
    /** The pause after a batch that took everything. */
    caughtUp: (nextRunAt: number | null = null) => pace.pauseAfter({ more: false, nextRunAt }),
    /** The pause after a batch that left something. */
    behind: () => pace.pauseAfter({ more: true, nextRunAt: 0 }),
  }
}

describe('the pause after a batch', () => {
  test('is half a second when nothing is left', () => {
    expect(setupPace().caughtUp()).toBe(500)
  })

  test.each([
    ['in a while', 5200, 200],
    ['right now', 5000, 1],
    ['since long ago', 10, 1],
    ['in an hour', 3_605_000, 500],
  ])('is until the next event is due, which is %s', (_, nextRunAt, pause) => {
    expect(setupPace().caughtUp(nextRunAt)).toBe(pause)
  })

  test('is nothing when there is more, for however long', () => {
    const t = setupPace()

    expect(t.behind()).toBe(0)
    t.monotonic.advanceBy(60_000)
    expect(t.behind()).toBe(0)
  })
})

describe('intake', () => {
  test('is crowded while many share a commit, and not when nothing comes any more', () => {
    const t = setupPace()
    expect(t.isCrowded()).toBe(false)

    t.intake(15)
    expect(t.isCrowded()).toBe(false)

    t.intake(16)
    expect(t.isCrowded()).toBe(true)

    t.monotonic.advanceBy(101)
    expect(t.isCrowded()).toBe(false)
  })
})

describe('the turn of the drain', () => {
  test('is long when nothing came for a while, or ever', () => {
    const t = setupPace()
    expect(t.batchMs()).toBe(50)
    expect(t.isIdle()).toBe(true)

    t.intake()
    t.monotonic.advanceBy(100)
    expect(t.isIdle()).toBe(false)
    t.monotonic.advanceBy(1)

    expect(t.batchMs()).toBe(50)
    expect(t.isIdle()).toBe(true)
  })

  test('is short in a gap of intake, however often there is one', () => {
    const t = setupPace()

    for (let time = 0; time < 3; time += 1) {
      t.intake(500)
      t.monotonic.advanceBy(1)
      expect(t.batchMs()).toBe(5)
      t.behind()
    }
  })

  test.each([
    ['few', 15, { after: 10, batch: 2 }],
    ['many', 16, { after: 50, batch: 1 }],
  ])('comes without a gap, too, after some time when %s come together', (_, together, turn) => {
    const t = setupPace()
    t.behind()

    t.monotonic.advanceBy(turn.after - 1)
    t.intake(together)
    expect(t.batchMs()).toBeNull()

    t.monotonic.advanceBy(1)
    t.intake(together)
    expect(t.batchMs()).toBe(turn.batch)
  })

  test('comes at once when it never had one', () => {
    const t = setupPace()

    t.intake(500)

    expect(t.batchMs()).toBe(1)
  })

  test('is longer and comes more often after ten seconds without a gap, until it has caught up', () => {
    const t = setupPace()
    t.intake(500)
    t.batchMs()
    t.behind()

    t.monotonic.advanceBy(10_001)
    t.intake(500)
    expect(t.batchMs()).toBe(5)
    t.behind()
    t.monotonic.advanceBy(9)
    t.intake(500)
    expect(t.batchMs()).toBeNull()
    t.monotonic.advanceBy(1)
    t.intake(500)
    expect(t.batchMs()).toBe(5)

    t.caughtUp()
    t.monotonic.advanceBy(49)
    t.intake(500)
    expect(t.batchMs()).toBeNull()
  })

  test('is not moved by a jump of the system time', () => {
    const t = setupPace()
    t.intake(500)
    t.batchMs()
    t.behind()

    t.clock.advanceBy(60_000)

    expect(t.batchMs()).toBeNull()
  })
})
