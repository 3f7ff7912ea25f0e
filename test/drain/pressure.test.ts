import { describe, expect, test } from 'bun:test'
import { createPressure } from '../../src/drain/pressure.ts'
import { createTestClock } from '../support/clock.ts'

/** A process whose time and use of the processor are said by the test. */
function setupPressure() {
  const monotonic = createTestClock(0)
  const cpu = createTestClock(0)
  const pressure = createPressure({ cpu, monotonic })
  /** Lets time pass, of which so much was used. */
  const pass = (ms: number, used: number) => {
    monotonic.advanceBy(ms)
    cpu.advanceBy(used)
  }
  return {
    level: pressure.level,
    pass,
    commit: (events: number, ms = 0, used = 0) =>
      pressure.commit(events, async () => pass(ms, used)),
    drain: (ms: number, used: number) => pressure.leaveOut(async () => pass(ms, used)),
    failingDrain: (ms: number, used: number) =>
      pressure.leaveOut(async () => {
        pass(ms, used)
        throw new Error('disk full')
      }),
  }
}

describe('the pressure of intake', () => {
  test('is idle until something arrives, active for a moment after it, and idle again', async () => {
    const t = setupPressure()
    expect(t.level()).toBe('idle')

    await t.commit(1)
    expect(t.level()).toBe('active')
    t.pass(99, 1)
    expect(t.level()).toBe('active')

    t.pass(1, 0)
    expect(t.level()).toBe('idle')
  })

  test('presses when many arrive together and take most of the processor', async () => {
    const t = setupPressure()

    await t.commit(16)
    t.pass(200, 171)

    expect(t.level()).toBe('pressed')
  })

  test('presses when many arrive together and wait for a slow disk most of the time', async () => {
    const t = setupPressure()

    await t.commit(16, 171, 2)
    t.pass(29, 0)

    expect(t.level()).toBe('pressed')
  })

  test('does not count what a commit computes twice', async () => {
    const t = setupPressure()

    await t.commit(64, 100, 100)
    t.pass(100, 60)

    expect(t.level()).not.toBe('pressed')
  })

  test.each([
    ['they leave some of the processor', { together: 16, used: 170 }],
    ['few arrive together, however much they take', { together: 15, used: 200 }],
  ])('does not when %s', async (_, { together, used }) => {
    const t = setupPressure()

    await t.commit(together)
    t.pass(110, used)
    await t.commit(together)
    t.pass(90, 0)

    expect(t.level()).toBe('active')
  })

  test('is not said before there was enough time to look at it', async () => {
    const t = setupPressure()

    await t.commit(64, 199, 199)
    expect(t.level()).toBe('active')

    t.pass(1, 1)
    expect(t.level()).toBe('pressed')
  })

  test('ends when the next look finds none', async () => {
    const t = setupPressure()
    await t.commit(64, 200, 200)
    expect(t.level()).toBe('pressed')

    t.pass(199, 0)
    expect(t.level()).toBe('pressed')
    t.pass(1, 0)

    expect(t.level()).toBe('idle')
  })

  test('is not what the drain itself uses', async () => {
    const t = setupPressure()

    await t.commit(64)
    await t.drain(200, 200)

    expect(t.level()).not.toBe('pressed')
  })

  test('is not there without requests, whatever else uses the processor', async () => {
    const t = setupPressure()

    await t.drain(100, 50)
    t.pass(100, 100)

    expect(t.level()).toBe('idle')
  })

  test('is told by what the drain leaves over', async () => {
    const t = setupPressure()

    await t.drain(160, 160)
    await t.commit(64, 40, 20)

    expect(t.level()).toBe('pressed')
  })

  test('leaves out a drain that fails, too, and lets its error through', async () => {
    const t = setupPressure()
    await t.commit(64)

    const error = await t.failingDrain(200, 200).catch(String)

    expect(error).toBe('Error: disk full')
    expect(t.level()).not.toBe('pressed')
  })
})
