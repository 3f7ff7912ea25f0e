import { describe, expect, test } from 'bun:test'
import { names, setupOutbox, turns } from './setup.ts'

describe('settle', () => {
  test('is done at once when nothing was added', async () => {
    const t = setupOutbox()

    await t.outbox.settle()

    expect(t.batches()).toEqual([])
  })

  test.each([
    ['an append that fails', new Error('disk full')],
    ['an append that succeeds', undefined],
  ])('waits for %s', async (_, error) => {
    const t = setupOutbox()
    t.hold()
    const adding = Promise.allSettled([t.add('a')])
    let settled = false
    const settling = t.outbox.settle().finally(() => {
      settled = true
    })
    await turns()

    expect(settled).toBe(false)
    t.end(0, error)
    await settling

    expect((await adding).length).toBe(1)
  })

  test('waits for what was added while an append was running', async () => {
    const t = setupOutbox()
    t.hold()
    const adding = [t.add('a')]
    await turns()
    adding.push(t.add('b'))
    let settled = false
    const settling = t.outbox.settle().finally(() => {
      settled = true
    })

    t.end(0)
    await turns()
    expect(settled).toBe(false)
    t.end(1)
    await settling

    expect(await Promise.all(adding)).toHaveLength(2)
  })

  test('waits for all of them when they need more than one append', async () => {
    const t = setupOutbox()
    t.hold()
    const adding = Promise.all(names(600).map(t.add))
    let settled = false
    const settling = t.outbox.settle().finally(() => {
      settled = true
    })
    await turns()

    t.end(0)
    await turns()
    const early = settled
    t.end(1)
    await Promise.all([adding, settling])

    expect(early).toBe(false)
  })
})
