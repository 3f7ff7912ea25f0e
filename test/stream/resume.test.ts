import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { testStart } from '../support/clock.ts'
import { setupHub } from './setup.ts'

const keys = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `key ${from + index}`)
const upTo = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('one who says what it saw last', () => {
  test('is told what it missed, and then what changes', async () => {
    const t = setupHub()
    await t.change('a', 'b', 'c')

    const reader = await t.follow({ lastEventId: '1' })
    await t.pass(1000)
    await t.change('d')
    await t.pass(1000)

    expect(reader.events()[0]).toEqual({
      id: 1,
      event: 'ready',
      data: { revision: 3, at: testStart },
    })
    expect(reader.ids()).toEqual([2, 3, 4])
    expect(reader.named('alert').map(({ data }) => data['dedupKey'])).toEqual(['b', 'c', 'd'])
  })

  test('is told of what changed several times as it is now, once', async () => {
    const t = setupHub()
    await t.change('a', 'b', 'a', 'a')

    const reader = await t.follow({ lastEventId: '1' })
    await t.pass(1000)

    expect(reader.named('alert')).toEqual([
      { id: 2, event: 'alert', data: expect.objectContaining({ dedupKey: 'b' }) },
      { id: 4, event: 'alert', data: expect.objectContaining({ dedupKey: 'a', eventCount: 3 }) },
    ])
  })

  test('is told how many events there are, though that did not change since', async () => {
    const t = setupHub()
    await t.change('a')

    const reader = await t.follow({ lastEventId: '1' })
    await t.pass(1000)

    expect(reader.ids()).toEqual([])
    expect(reader.named('events')).toMatchObject([{ id: 1, data: { accepted: 1 } }])
  })

  test('is told of more than a page of changes, page after page', async () => {
    const t = setupHub()
    await t.change(...keys(1001))

    const reader = await t.follow({ lastEventId: '0' })
    await t.pass(1000)

    expect(reader.ids()).toEqual(upTo(1, 1001))
    expect(t.pagesRead()).toBe(6)
  })

  test('is told to ask anew when it missed too much', async () => {
    const t = setupHub()
    await t.change(...keys(2000))
    const enough = await t.follow({ lastEventId: '0' })
    const tooMuch = await t.follow({ lastEventId: '0' })
    await t.change('one more')
    await t.pass(1000)

    expect(enough.ids()).toEqual(upTo(1, 2001))
    expect(tooMuch.ids()).toEqual(upTo(1, 2001))
    const late = await t.follow({ lastEventId: '0' })
    await t.pass(500)
    await t.change('and another')
    await t.pass(500)

    expect(late.ids().slice(-2)).toEqual([2001, 2002])
    expect(late.named('reload')).toMatchObject([{ id: 2001 }])
  })

  test.each(['4', '999999999999999', '-1', '1.5', 'abc', ' 1', '0x1', '9'.repeat(40)])(
    'with an id that this database did not give, %p, is told to ask anew',
    async (lastEventId) => {
      const t = setupHub()
      await t.change('a', 'b', 'c')

      const reader = await t.follow({ lastEventId })
      await t.pass(1000)
      await t.change('d')
      await t.pass(1000)

      expect(reader.events()[0]).toMatchObject({ id: 3, event: 'ready' })
      expect(reader.ids()).toEqual([3, 4])
      expect(reader.named('reload')).toHaveLength(1)
    },
  )

  test('gets the pages that are read for all who come back together', async () => {
    const t = setupHub()
    await t.change(...keys(450))

    const readers = await Promise.all(
      keys(40).map((owner) => t.follow({ owner, lastEventId: '0' })),
    )
    await t.pass(1000)

    for (const reader of readers) expect(reader.ids()).toEqual(upTo(1, 450))
    expect(t.pagesRead()).toBe(3)
  })

  test('is not told that there is nothing when that was read for another one before', async () => {
    const t = setupHub()
    await t.change('a')
    const first = await t.follow()
    await t.pass(500)
    const release = t.hold()
    const late = await t.follow({ lastEventId: '0' })
    const later = await t.follow({ lastEventId: '0' })
    await t.settled()
    await t.change('b')
    release()
    await t.pass(1000)

    for (const reader of [late, later]) expect(reader.ids()).toEqual([1, 2])
    expect(first.ids()).toEqual([2])
  })

  test('is sent away when what it missed cannot be read', async () => {
    const t = setupHub()
    await t.change('a')
    const release = t.hold()
    const reader = await t.follow({ lastEventId: '0' })

    t.fail(new Error('disk I/O error'))
    release()
    await t.settled()

    expect(reader.end()).toBe('ended')
    expect(t.hub.size()).toBe(0)
    expect(t.lines).toEqual([
      expect.objectContaining({ level: 'error', msg: 'stream failed', reason: 'disk I/O error' }),
    ])
  })

  test('is told to ask anew when the database is restored from an older copy meanwhile', async () => {
    const t = setupHub()
    await t.change(...keys(50))
    await t.follow()
    const release = t.hold()
    const reader = await t.follow({ lastEventId: '10' })
    await t.settled()

    t.restore(5)
    release()
    await t.pass(1000)
    await t.change('a')
    await t.pass(1000)

    expect(reader.ids()).toEqual([5, 6])
  })

  test('is told nothing more once it has left', async () => {
    const t = setupHub()
    await t.change(...keys(1001))
    const reader = await t.follow({ lastEventId: '0' })

    await reader.leave()
    await t.pass(1000)

    expect(t.hub.size()).toBe(0)
    expect(t.pagesRead()).toBeLessThan(3)
  })
})

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('change' as const), key: fc.nat(7) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('changeMany' as const),
      count: fc.integer({ min: 90, max: 120 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('pass' as const),
      ms: fc.integer({ min: 1, max: 700 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('follow' as const), back: fc.nat(150) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('hold' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('release' as const) }) },
)

test('whatever happens when, each reader is told each change after its id, in order and none twice, or to ask anew', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.boolean(), async (steps, busy) => {
      const t = setupHub()
      t.setBusy(busy)
      const followed: { after: number; reader: Awaited<ReturnType<typeof t.follow>> }[] = []
      let release = () => {}
      for (const one of steps) {
        if (one.does === 'change') await t.change(`key ${one.key}`)
        if (one.does === 'changeMany') await t.change(...keys(one.count, 100))
        if (one.does === 'pass') await t.pass(one.ms)
        if (one.does === 'hold') {
          release()
          release = t.hold()
        }
        if (one.does === 'release') release()
        if (one.does === 'follow') {
          const after = Math.max(0, t.revision() - one.back)
          const owner = String(followed.length)
          followed.push({ after, reader: await t.follow({ owner, lastEventId: String(after) }) })
        }
        t.hub.wake()
      }
      release()
      await t.pass(12_000)

      for (const { after, reader } of followed) {
        const ids = reader.ids()
        expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b))
        const reloaded = Math.max(after, ...reader.named('reload').map(({ id }) => id))
        const missed = t.changedAfter(reloaded).filter((revision) => !ids.includes(revision))
        expect(missed).toEqual([])
      }
      await t.hub.close()
    }),
    { numRuns: 300 },
  )
}, 60_000)
