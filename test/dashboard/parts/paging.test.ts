import { describe, expect, test } from 'bun:test'
import type { Page } from '../../../src/dashboard/parts/page-join.ts'
import { createPaging, type Listed } from '../../../src/dashboard/parts/paging.ts'
import { Problem } from '../../../src/dashboard/problem.ts'

interface Row {
  id: string
}

/** A list of so many rows, newest first, given two at a time. */
function aList(count: number) {
  let newest = count
  const asked: (string | undefined)[] = []
  let hold: Promise<void> = Promise.resolve()

  async function ask(cursor: string | undefined): Promise<Page<Row>> {
    asked.push(cursor)
    const from = cursor === undefined ? newest : Number(cursor) - 1
    const items = [from, from - 1].filter((id) => id > 0).map((id) => ({ id: `${id}` }))
    await hold
    return { items, nextCursor: from > 2 ? `${from - 1}` : null }
  }

  let listed: Listed<Row> = { page: undefined, fault: null }
  const paging = createPaging(ask, (next) => {
    listed = next
  })
  return {
    paging,
    asked,
    ids: () => listed.page?.items.map(({ id }) => id).join(' '),
    fault: () => listed.fault,
    add: (more: number) => (newest += more),
    holdUntil(until: Promise<void>) {
      hold = until
    },
  }
}

describe('paging', () => {
  test('goes further down, and keeps that when the newest are asked for', async () => {
    const list = aList(6)
    await list.paging.again()
    await list.paging.more()
    expect(list.ids()).toBe('6 5 4 3')

    list.add(1)
    await list.paging.refresh()

    expect(list.ids()).toBe('7 6 5 4 3')
  })

  test('goes further down also while the newest are asked for again and again', async () => {
    const list = aList(6)
    await list.paging.again()
    const { promise, resolve } = Promise.withResolvers<void>()
    list.holdUntil(promise)

    const all = [list.paging.refresh(), list.paging.more(), list.paging.refresh()]
    resolve()
    await Promise.all(all)

    expect(list.ids()).toBe('6 5 4 3')
  })

  test('begins where the new first page ends, when it does not touch what was there', async () => {
    const list = aList(4)
    await list.paging.again()
    list.add(10)

    await Promise.all([list.paging.refresh(), list.paging.more()])

    expect(list.ids()).toBe('14 13 12 11')
  })

  test('says nothing after its end', async () => {
    const list = aList(4)
    const going = list.paging.again()

    list.paging.end()
    await going

    expect(list.ids()).toBeUndefined()
  })

  test('keeps what it has when it is refused, and says why', async () => {
    let isRefused = false
    let listed: Listed<Row> = { page: undefined, fault: null }
    const paging = createPaging<Row>(
      async () => {
        if (isRefused) throw new Problem(403, 'forbidden', 'That takes the role admin.')
        return { items: [{ id: '1' }], nextCursor: null }
      },
      (next) => {
        listed = next
      },
    )
    await paging.again()

    isRefused = true
    await paging.refresh()

    expect(listed).toMatchObject({
      page: { items: [{ id: '1' }] },
      fault: 'That takes the role admin.',
    })
  })
})
