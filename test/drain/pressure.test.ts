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
    ...pressure,
    pass,
    /** Some time of intake: so many commits of so many events each. */
    intake(commits: number, together: number, time: { ms: number; used: number }) {
      for (let nth = 0; nth < commits; nth += 1) pressure.arrived(together)
      pass(time.ms, time.used)
    },
    drain: (ms: number, used: number) => pressure.leaveOut(async () => pass(ms, used)),
  }
}

describe('the pressure of intake', () => {
  test('is idle until something arrives, active for a moment after it, and idle again', () => {
    const t = setupPressure()
    expect(t.level()).toBe('idle')

    t.arrived(1)
    expect(t.level()).toBe('active')
    t.pass(99, 1)
    expect(t.level()).toBe('active')

    t.pass(1, 0)
    expect(t.level()).toBe('idle')
  })

  test('presses when many arrive together and take most of the processor', () => {
    const t = setupPressure()

    t.intake(10, 16, { ms: 100, used: 66 })

    expect(t.level()).toBe('pressed')
  })

  test.each([
    ['they leave a third of the processor', { together: 16, used: 65 }],
    ['few arrive together, however much they take', { together: 15, used: 100 }],
  ])('does not when %s', (_, { together, used }) => {
    const t = setupPressure()

    t.intake(10, together, { ms: 99, used })
    t.pass(1, 0)
    t.arrived(together)

    expect(t.level()).toBe('active')
  })

  test('is not said before there was enough time to look at it', () => {
    const t = setupPressure()

    t.intake(10, 64, { ms: 99, used: 99 })
    expect(t.level()).toBe('active')

    t.pass(1, 1)
    expect(t.level()).toBe('pressed')
  })

  test('ends when the next look finds none', () => {
    const t = setupPressure()
    t.intake(10, 64, { ms: 100, used: 100 })
    expect(t.level()).toBe('pressed')

    t.pass(99, 0)
    expect(t.level()).toBe('pressed')
    t.pass(1, 0)

    expect(t.level()).toBe('idle')
  })

  test('is not what the drain itself uses', async () => {
    const t = setupPressure()

    t.arrived(64)
    await t.drain(100, 100)

    expect(t.level()).not.toBe('pressed')
  })

  test('is not there without requests, whatever else uses the processor', async () => {
    const t = setupPressure()

    await t.drain(90, 50)
    t.pass(10, 60)

    expect(t.level()).toBe('idle')
  })

  test('is told by what the drain leaves over', async () => {
    const t = setupPressure()

    await t.drain(60, 60)
    t.intake(2, 64, { ms: 40, used: 30 })

    expect(t.level()).toBe('pressed')
  })

  test('leaves out a drain that fails, too, and lets its error through', async () => {
    const t = setupPressure()
    t.arrived(64)

    const failed = t.leaveOut(async () => {
      t.pass(100, 100)
      throw new Error('disk full')
    })

    expect(failed).rejects.toThrow('disk full')
    await failed.catch(() => {})
    expect(t.level()).not.toBe('pressed')
  })
})
