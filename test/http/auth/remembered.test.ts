import { describe, expect, test } from 'bun:test'
import { remembered } from '../../../src/http/auth/remembered.ts'
import { createTestClock } from '../../support/clock.ts'

/** Something to ask that fails until it is told otherwise. */
function setup() {
  const clock = createTestClock(0)
  let asked = 0
  let works = false
  const ask = remembered(
    async () => {
      asked++
      if (!works) throw new Error(`failure ${asked}`)
      return `answer ${asked}`
    },
    { answer: 100, failure: 10 },
    clock,
  )
  return {
    ask,
    clock,
    asked: () => asked,
    repair() {
      works = true
    },
  }
}

describe('remembered', () => {
  test('asks nothing before the first use, and then once for all who wait', async () => {
    const { ask, asked, repair } = setup()
    repair()
    const before = asked()

    const answers = await Promise.all([ask(), ask(), ask()])

    expect(before).toBe(0)
    expect(answers).toEqual(['answer 1', 'answer 1', 'answer 1'])
  })

  test('keeps an answer for as long as was said', async () => {
    const { ask, clock, repair } = setup()
    repair()
    await ask()
    clock.advanceBy(99)
    const later = await ask()
    clock.advanceBy(1)

    expect(later).toBe('answer 1')
    expect(await ask()).toBe('answer 2')
  })

  test('keeps a failure for a moment, and gives it to everybody who asks meanwhile', async () => {
    const { ask, clock, repair } = setup()
    const first = await Promise.allSettled([ask(), ask()])
    repair()
    clock.advanceBy(9)

    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(ask()).rejects.toThrow('failure 1')
    clock.advanceBy(1)
    expect(await ask()).toBe('answer 2')
  })
})
