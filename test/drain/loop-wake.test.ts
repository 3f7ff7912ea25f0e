import { describe, expect, test } from 'bun:test'
import { setupLoop } from './setup.ts'

/** A loop that follows a wake after 5 ms, and whose first tick runs. */
function started() {
  const t = setupLoop({ wakeDelay: 5 })
  t.loop.start()
  t.pass()
  return t
}

describe('wake, with a delay of its own', () => {
  test('during a long wait makes it that short', async () => {
    const t = started()
    await t.end(500)

    t.loop.wake()
    expect(t.delays()).toEqual([5])
    t.pass()

    expect(t.begun()).toBe(2)
  })

  test('again and again does not begin the short wait anew', async () => {
    const t = started()
    await t.end(500)
    t.loop.wake()
    const waits = t.waits()

    t.loop.wake()
    t.loop.wake()

    expect(t.delays()).toEqual([5])
    expect(t.waits()).toBe(waits)
  })

  test.each([0, 1, 4, 5])('never makes a wait of %i ms longer', async (delay) => {
    const t = started()
    await t.end(delay)
    const waits = t.waits()

    t.loop.wake()

    expect(t.delays()).toEqual([delay])
    // Nor does it begin anew.
    expect(t.waits()).toBe(waits)
  })

  test.each([
    [500, 5],
    [5, 5],
    [3, 3],
    [0, 0],
  ])('during a tick that asks for %i ms is followed by a wait of %i ms', async (asked, delay) => {
    const t = started()

    t.loop.wake()
    await t.end(asked)

    expect(t.delays()).toEqual([delay])
  })

  test('before the first tick does not put it off', () => {
    const t = setupLoop({ wakeDelay: 5 })
    t.loop.start()

    t.loop.wake()

    expect(t.delays()).toEqual([0])
  })
})
