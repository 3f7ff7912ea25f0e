import { describe, expect, test } from 'bun:test'
import { setupLoop } from './setup.ts'

describe('a loop', () => {
  test('does nothing before it is started', () => {
    const t = setupLoop()

    expect(t.delays()).toEqual([])
    expect(t.loop.lastTick()).toBeNull()
  })

  test('ticks right away when it is started', () => {
    const t = setupLoop()

    t.loop.start()
    expect(t.delays()).toEqual([0])
    t.pass()

    expect(t.begun()).toBe(1)
  })

  test('that is started twice ticks once', () => {
    const t = setupLoop()

    t.loop.start()
    t.loop.start()

    expect(t.delays()).toEqual([0])
  })

  test('waits as long as the tick said, then ticks again', async () => {
    const t = setupLoop()
    t.loop.start()
    t.pass()

    await t.end(250)
    expect(t.delays()).toEqual([250])
    t.pass()
    expect(t.begun()).toBe(2)
    await t.end(0)

    expect(t.delays()).toEqual([0])
  })

  test('waits for nothing while a tick is running', () => {
    const t = setupLoop()

    t.loop.start()
    t.pass()

    expect(t.delays()).toEqual([])
  })

  test('knows when the last tick ended well', async () => {
    const t = setupLoop()
    t.loop.start()
    t.pass()
    t.at(2000)

    expect(t.loop.lastTick()).toBeNull()
    await t.end(1)
    expect(t.loop.lastTick()).toBe(2000)

    t.at(3000)
    t.pass()
    await t.end(new Error('disk full'))
    expect(t.loop.lastTick()).toBe(2000)
  })

  test('knows when it last turned, well or not, and that one hangs', async () => {
    const t = setupLoop()
    t.loop.start()
    t.pass()
    t.at(2000)

    expect(t.loop.lastTurn()).toBeNull()
    await t.end(new Error('disk full'))
    expect(t.loop.lastTurn()).toBe(2000)

    t.pass()
    t.at(90_000)
    expect(t.loop.lastTurn()).toBe(2000)
  })
})

describe('wake', () => {
  test('cuts the delay short', async () => {
    const t = setupLoop()
    t.loop.start()
    t.pass()
    await t.end(60_000)

    t.loop.wake()
    expect(t.delays()).toEqual([0])
    t.pass()

    expect(t.begun()).toBe(2)
  })

  test('many times asks for one tick', async () => {
    const t = setupLoop()
    t.loop.start()
    t.pass()
    await t.end(60_000)

    for (let time = 0; time < 5; time += 1) t.loop.wake()
    expect(t.delays()).toEqual([0])
    t.pass()
    await t.end(60_000)

    expect(t.delays()).toEqual([60_000])
    expect(t.begun()).toBe(2)
  })

  test('during a tick is followed by another one, right after it and not beside it', async () => {
    const t = setupLoop()
    t.loop.start()
    t.pass()

    t.loop.wake()
    expect(t.begun()).toBe(1)
    expect(t.delays()).toEqual([])
    await t.end(60_000)

    expect(t.delays()).toEqual([0])
  })

  test('during a tick is used up by the next one', async () => {
    const t = setupLoop()
    t.loop.start()
    t.pass()
    t.loop.wake()
    await t.end(60_000)
    t.pass()

    await t.end(60_000)

    expect(t.delays()).toEqual([60_000])
  })

  test('cuts every delay short, not only the first', async () => {
    const t = setupLoop()
    t.loop.start()
    for (let time = 0; time < 3; time += 1) {
      t.pass()
      await t.end(60_000)

      t.loop.wake()

      expect(t.delays()).toEqual([0])
    }
  })

  test('starts nothing that was not started', () => {
    const t = setupLoop()

    t.loop.wake()
    expect(t.delays()).toEqual([])

    t.loop.start()
    expect(t.delays()).toEqual([0])
  })
})
