import { describe, expect, test } from 'bun:test'
import { createTurns } from '../../../src/dashboard/parts/turns.ts'

/** Work that ends when it is told to. */
function aWork() {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let begun = 0
  const work = () => {
    begun += 1
    return promise
  }
  return { work, end: resolve, fail: reject, begun: () => begun }
}

/** Lets everything go on that can. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('turns', () => {
  test('do one thing after the other', async () => {
    const turns = createTurns()
    const [first, second] = [aWork(), aWork()]

    void turns('a', first.work)
    void turns('b', second.work)
    await settle()
    expect([first.begun(), second.begun()]).toEqual([1, 0])
    first.end()
    await settle()

    expect(second.begun()).toBe(1)
  })

  test('do what is asked for while it is done once more, and not twice', async () => {
    const turns = createTurns()
    const [first, again] = [aWork(), aWork()]

    void turns('a', first.work)
    await settle()
    const waits = [turns('a', again.work), turns('a', again.work)]
    first.end()
    again.end()
    await Promise.all(waits)

    expect(again.begun()).toBe(1)
  })

  test('go on after something failed, and tell whoever asked for it', async () => {
    const turns = createTurns()
    const [first, second] = [aWork(), aWork()]

    const failed = turns('a', first.work).catch((error: unknown) => error)
    const done = turns('b', second.work)
    first.fail('out of coffee')
    second.end()
    await done

    expect(await failed).toBe('out of coffee')
  })
})
