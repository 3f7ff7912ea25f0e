import { describe, expect, test } from 'bun:test'
import { createLoop } from '../../src/drain/loop.ts'
import { settled, setupLoop } from './setup.ts'

describe('a tick that throws', () => {
  test('is reported and tried again after the retry delay', async () => {
    const t = setupLoop()
    const error = new Error('disk full')
    t.loop.start()
    t.pass()

    await t.end(error)
    expect(t.errors).toEqual([error])
    expect(t.delays()).toEqual([700])
    t.pass()
    await t.end(5)

    expect(t.errors).toHaveLength(1)
    expect(t.delays()).toEqual([5])
  })

  test.each(['during it', 'after it'])(
    'is not tried again sooner because of a wake %s: the disk would still be full',
    async (when) => {
      const t = setupLoop({ wakeDelay: 5 })
      t.loop.start()
      t.pass()

      if (when === 'during it') t.loop.wake()
      await t.end(new Error('disk full'))
      if (when === 'after it') t.loop.wake()

      expect(t.delays()).toEqual([700])
    },
  )

  test('and then one that does not: a wake cuts the delay short again', async () => {
    const t = setupLoop({ wakeDelay: 5 })
    t.loop.start()
    t.pass()
    await t.end(new Error('disk full'))
    t.pass()
    await t.end(500)

    t.loop.wake()

    expect(t.delays()).toEqual([5])
  })
})

describe('stop', () => {
  test('ends the waiting, and no tick follows', async () => {
    const t = setupLoop()
    t.loop.start()
    t.pass()
    await t.end(250)

    await t.loop.stop()
    t.loop.wake()

    expect(t.delays()).toEqual([])
    expect(t.begun()).toBe(1)
  })

  test('waits for the tick that is running, and no other follows', async () => {
    const t = setupLoop()
    t.loop.start()
    t.pass()
    t.loop.wake()
    let stopped = false

    const stopping = t.loop.stop().finally(() => {
      stopped = true
    })
    await settled()
    expect(stopped).toBe(false)
    await t.end(0)
    await stopping

    expect(stopped).toBe(true)
    expect(t.delays()).toEqual([])
    expect(t.begun()).toBe(1)
  })

  test('waits for a tick that throws too, which is reported', async () => {
    const t = setupLoop()
    t.loop.start()
    t.pass()

    const stopping = t.loop.stop()
    await t.end(new Error('disk full'))
    await stopping

    expect(t.errors).toHaveLength(1)
    expect(t.delays()).toEqual([])
  })

  test('of a loop that never started, or was stopped before, is done at once', async () => {
    const t = setupLoop()

    await t.loop.stop()
    await t.loop.stop()

    expect(t.begun()).toBe(0)
  })

  test('can be followed by another start', async () => {
    const t = setupLoop()
    t.loop.start()
    t.pass()
    await t.end(250)
    await t.loop.stop()

    t.loop.start()

    expect(t.delays()).toEqual([0])
  })
})

test('without a fake, a loop ticks, waits and stops', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  let ticks = 0
  const loop = createLoop({
    tick: () => {
      ticks += 1
      if (ticks === 3) resolve()
      return Promise.resolve(ticks % 2)
    },
    onError: () => {},
    clock: () => 5,
    retryDelay: 1,
    wakeDelay: 0,
  })

  loop.start()
  await promise
  await loop.stop()

  expect(ticks).toBe(3)
  expect(loop.lastTick()).toBe(5)
})
