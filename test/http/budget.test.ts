import { describe, expect, test } from 'bun:test'
import { createBudget } from '../../src/http/budget.ts'
import { settled } from '../drain/setup.ts'

/** A budget of 100 bytes, and who was let in. */
function setupBudget() {
  const budget = createBudget(100)
  const entered: string[] = []
  const leaving = new Map<string, () => void>()

  async function enter(name: string, bytes: number): Promise<void> {
    const leave = await budget.take(bytes)
    entered.push(name)
    leaving.set(name, leave)
  }

  return {
    entered,
    async take(name: string, bytes: number) {
      void enter(name, bytes)
      await settled()
    },
    async leave(name: string) {
      const leave = leaving.get(name)
      if (leave === undefined) throw new Error(`${name} is not in`)
      leave()
      await settled()
    },
  }
}

describe('a budget', () => {
  test('lets in at once who fits, up to the last byte', async () => {
    const t = setupBudget()

    await t.take('a', 60)
    await t.take('b', 40)

    expect(t.entered).toEqual(['a', 'b'])
  })

  test('lets wait who does not fit, until enough is given back', async () => {
    const t = setupBudget()
    await t.take('a', 60)
    await t.take('b', 30)
    await t.take('c', 41)
    expect(t.entered).toEqual(['a', 'b'])

    await t.leave('b')
    expect(t.entered).toEqual(['a', 'b'])
    await t.leave('a')

    expect(t.entered).toEqual(['a', 'b', 'c'])
  })

  test('lets in those that wait in the order of their asking', async () => {
    const t = setupBudget()
    await t.take('a', 100)
    await t.take('b', 100)
    await t.take('c', 50)
    await t.take('d', 50)
    await t.take('e', 50)

    await t.leave('a')
    expect(t.entered).toEqual(['a', 'b'])
    await t.leave('b')
    expect(t.entered).toEqual(['a', 'b', 'c', 'd'])
    await t.leave('d')

    expect(t.entered).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('lets no small one overtake a large one', async () => {
    const t = setupBudget()
    await t.take('a', 60)
    await t.take('large', 80)

    await t.take('small', 1)
    expect(t.entered).toEqual(['a'])
    await t.leave('a')

    expect(t.entered).toEqual(['a', 'large', 'small'])
  })

  test('lets in alone who asks for more than there is', async () => {
    const t = setupBudget()
    await t.take('a', 1)
    await t.take('huge', 1000)
    await t.take('b', 1)
    expect(t.entered).toEqual(['a'])

    await t.leave('a')
    expect(t.entered).toEqual(['a', 'huge'])
    await t.leave('huge')

    expect(t.entered).toEqual(['a', 'huge', 'b'])
  })

  test('has no more room after a huge one than before', async () => {
    const t = setupBudget()
    await t.take('huge', 1000)
    await t.leave('huge')

    await t.take('a', 100)
    await t.take('b', 1)

    expect(t.entered).toEqual(['huge', 'a'])
  })
})
