import { describe, expect, test } from 'bun:test'
import { names, setupOutbox, turns } from './setup.ts'

describe('a commit', () => {
  /** Adds one event in each turn. */
  async function trickle(t: ReturnType<typeof setupOutbox>, all: string[]) {
    const adding: Promise<string>[] = []
    for (const name of all) {
      adding.push(t.add(name))
      await turns(1)
    }
    return adding
  }

  test('is put off while each turn brings more, which it then has all', async () => {
    const t = setupOutbox()
    const all = names(20)

    const adding = await trickle(t, all)
    expect(t.batches()).toEqual([])
    await Promise.all(adding)

    expect(t.batches()).toEqual([all])
  })

  test('is put off for 2 ms by the clock at most', async () => {
    const t = setupOutbox()
    const before = await trickle(t, ['a', 'b'])
    t.passes(1.9)
    before.push(...(await trickle(t, ['c'])))
    expect(t.batches()).toEqual([])

    t.passes(0.1)
    before.push(...(await trickle(t, ['d'])))

    expect(t.batches()).toEqual([['a', 'b', 'c', 'd']])
    await Promise.all(before)
  })

  test('is not put off when nothing more came', async () => {
    const t = setupOutbox()

    const adding = t.add('a')
    await turns(2)

    expect(t.batches()).toEqual([['a']])
    await adding
  })

  test('is not put off when there is as much as it can take', async () => {
    const t = setupOutbox()

    const adding = names(512).map(t.add)
    await turns(1)

    expect(t.batches().map((batch) => batch.length)).toEqual([512])
    await Promise.all(adding)
  })
})
