import { describe, expect, test } from 'bun:test'
import { names, setupOutbox, turns } from './setup.ts'

describe('add', () => {
  test('gives the id that the event got', async () => {
    const t = setupOutbox()

    expect(await t.add('a')).toBe('id of a')
  })

  test('together shares one append, in order, and gives each its own id', async () => {
    const t = setupOutbox()

    const ids = await Promise.all([t.add('a'), t.add('b'), t.add('c')])

    expect(t.batches()).toEqual([['a', 'b', 'c']])
    expect(ids).toEqual(['id of a', 'id of b', 'id of c'])
  })

  test('one after the other takes one append each', async () => {
    const t = setupOutbox()

    await t.add('a')
    await t.add('b')

    expect(t.batches()).toEqual([['a'], ['b']])
  })

  test('resolves only when the append has ended', async () => {
    const t = setupOutbox()
    t.hold()
    let resolved = false
    const adding = t.add('a').finally(() => {
      resolved = true
    })

    await turns()
    expect(t.batches()).toEqual([['a']])
    expect(resolved).toBe(false)
    t.end(0)
    await adding

    expect(resolved).toBe(true)
  })

  test('during an append waits for it, and then shares the next one', async () => {
    const t = setupOutbox()
    t.hold()
    const adding = [t.add('a')]
    await turns()

    adding.push(t.add('b'))
    await turns()
    adding.push(t.add('c'))
    await turns()
    expect(t.batches()).toEqual([['a']])
    t.end(0)
    await turns()
    expect(t.batches()).toEqual([['a'], ['b', 'c']])
    t.end(1)

    expect(await Promise.all(adding)).toEqual(['id of a', 'id of b', 'id of c'])
  })

  test.each([
    [512, [512]],
    [513, [512, 1]],
    [1500, [512, 512, 476]],
  ])('of %i events together makes appends of %j', async (count, sizes) => {
    const t = setupOutbox()
    const all = names(count)

    const ids = await Promise.all(all.map(t.add))

    expect(t.batches().map((batch) => batch.length)).toEqual(sizes)
    expect(t.batches().flat()).toEqual(all)
    expect(ids).toEqual(all.map((name) => `id of ${name}`))
  })
})

describe('an append that fails', () => {
  test('rejects each event of its own batch', async () => {
    const t = setupOutbox()
    t.hold()
    const adding = Promise.allSettled([t.add('a'), t.add('b')])
    await turns()

    const error = new Error('disk full')
    t.end(0, error)

    expect(await adding).toEqual([
      { status: 'rejected', reason: error },
      { status: 'rejected', reason: error },
    ])
  })

  test('does not touch the batch that waits behind it', async () => {
    const t = setupOutbox()
    t.hold()
    const failing = Promise.allSettled([t.add('a')])
    await turns()
    const next = t.add('b')

    t.end(0, new Error('disk full'))
    await failing
    await turns()
    t.end(1)

    expect(await next).toBe('id of b')
    expect(t.batches()).toEqual([['a'], ['b']])
  })

  test('rejects the first 512 of many, and the others are stored', async () => {
    const t = setupOutbox()
    t.hold()
    const adding = Promise.allSettled(names(600).map(t.add))
    await turns()

    t.end(0, new Error('disk full'))
    await turns()
    t.end(1)

    const statuses = (await adding).map(({ status }) => status)
    expect(statuses.slice(0, 512).every((status) => status === 'rejected')).toBe(true)
    expect(statuses.slice(512).every((status) => status === 'fulfilled')).toBe(true)
  })
})

describe('onCommitted', () => {
  test('is called once for each commit, not for each event', async () => {
    const t = setupOutbox()

    await Promise.all([t.add('a'), t.add('b')])
    expect(t.commits()).toBe(1)
    await t.add('c')

    expect(t.commits()).toBe(2)
  })

  test('is not called for an append that failed', async () => {
    const t = setupOutbox()
    t.hold()
    const adding = Promise.allSettled([t.add('a')])
    await turns()

    t.end(0, new Error('disk full'))
    await adding
    await turns()

    expect(t.commits()).toBe(0)
  })
})

describe('activity', () => {
  test('is when an event was added or a commit ended, and how many it had', async () => {
    const t = setupOutbox()
    t.hold()
    expect(t.outbox.activity()).toEqual({ at: -Infinity, together: 0 })

    t.passes(5)
    const adding = Promise.all([t.add('a'), t.add('b')])
    expect(t.outbox.activity()).toEqual({ at: 5, together: 0 })
    await turns()
    t.passes(7)
    t.end(0)
    await adding
    await turns()

    expect(t.outbox.activity()).toEqual({ at: 12, together: 2 })
  })

  test('counts a commit that failed, too', async () => {
    const t = setupOutbox()
    t.hold()
    const adding = Promise.allSettled([t.add('a')])
    await turns()

    t.passes(3)
    t.end(0, new Error('disk full'))
    await adding
    await turns()

    expect(t.outbox.activity()).toEqual({ at: 3, together: 1 })
  })
})
