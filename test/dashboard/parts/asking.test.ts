import { describe, expect, test } from 'bun:test'
import { createAsking } from '../../../src/dashboard/parts/asking.ts'
import { failureOf } from '../../../src/dashboard/parts/patience.ts'
import { Problem } from '../../../src/dashboard/problem.ts'

/** Questions that are answered when they are told to. */
function aQuestion() {
  const open: ((answer: string) => void)[] = []
  const heard: string[] = []
  const asking = createAsking(() => new Promise<string>((resolve) => open.push(resolve)), {
    onAnswer: (answer) => heard.push(answer),
    onFault: (text) => heard.push(`fault: ${text}`),
  })
  return { asking, heard, asked: () => open.length, answer: (text: string) => open.shift()?.(text) }
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('asking', () => {
  test('takes each answer, however often it is asked meanwhile', async () => {
    const { asking, heard, asked, answer } = aQuestion()

    void asking.again()
    await settle()
    void asking.again()
    void asking.again()
    expect(asked()).toBe(1)
    answer('first')
    await settle()

    expect(heard).toEqual(['first'])
    expect(asked()).toBe(1)
    answer('second')
    await settle()
    expect(heard).toEqual(['first', 'second'])
    expect(asked()).toBe(0)
  })

  test('does not take an answer for newer than what is known otherwise', async () => {
    const { asking, heard, answer } = aQuestion()

    void asking.again()
    await settle()
    asking.put('changed here')
    answer('old')
    await settle()

    expect(heard).toEqual(['changed here'])
  })

  test('hears nothing after its end', async () => {
    const { asking, heard, answer } = aQuestion()

    void asking.again()
    await settle()
    asking.end()
    answer('late')
    await settle()
    await asking.again()

    expect(heard).toEqual([])
  })
})

describe('failureOf', () => {
  test.each([
    [0, 1, 1_000],
    [502, 2, 2_000],
    [429, 4, 8_000],
    [500, 9, 15_000],
  ])('of status %d, for the %d. time, is asked for again after %d ms', (status, times, after) => {
    const failure = failureOf(new Problem(status, 'x', 'It did not work.'), times)

    expect(failure).toEqual({ text: 'It did not work. It is asked again by itself.', after })
  })

  test.each([400, 401, 403, 404, 409])('of status %d is not asked for again', (status) => {
    const failure = failureOf(new Problem(status, 'x', 'There is no alert 7.'), 1)

    expect(failure).toEqual({ text: 'There is no alert 7.', after: null })
  })
})
