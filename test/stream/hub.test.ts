import { describe, expect, test } from 'bun:test'
import { testStart } from '../support/clock.ts'
import { setupHub } from './setup.ts'

const keys = (count: number) => Array.from({ length: count }, (_, index) => `key ${index}`)

describe('a reader', () => {
  test('is told first where it begins and how many events there are, and nothing of before', async () => {
    const t = setupHub()
    await t.change('a', 'b')

    const reader = await t.follow()
    await t.pass(1000)

    expect(reader.events()).toEqual([
      { id: 2, event: 'ready', data: { revision: 2, at: testStart } },
      {
        id: 2,
        event: 'events',
        data: {
          accepted: 2,
          pending: 0,
          dead: 0,
          lastReceivedAt: '1970-01-01T00:00:00.002Z',
          oldestPendingAt: null,
        },
      },
    ])
    expect(reader.text()).toStartWith('retry: 3500\n')
  })

  test('is told what an alert is now, whenever it changed', async () => {
    const t = setupHub()
    const reader = await t.follow()

    await t.change('a')
    await t.pass(1000)
    await t.change('a')
    await t.pass(1000)

    expect(reader.named('alert')).toEqual([
      { id: 1, event: 'alert', data: expect.objectContaining({ dedupKey: 'a', eventCount: 1 }) },
      { id: 2, event: 'alert', data: expect.objectContaining({ dedupKey: 'a', eventCount: 2 }) },
    ])
  })

  test('is told of everything in the order in which it changed', async () => {
    const t = setupHub()
    const reader = await t.follow()

    const first = await t.createIntegration('first')
    await t.change('a')
    const second = await t.createIntegration('second')
    await t.deleteIntegration(first)
    await t.pass(1000)

    expect(reader.events().filter(({ event }) => event !== 'events')).toEqual([
      { id: 0, event: 'ready', data: { revision: 0, at: testStart } },
      { id: 2, event: 'alert', data: expect.objectContaining({ dedupKey: 'a' }) },
      {
        id: 3,
        event: 'integration',
        data: expect.objectContaining({ id: second, name: 'second' }),
      },
      { id: 4, event: 'deleted', data: { kind: 'integration', id: first } },
    ])
  })

  test('gets the same bytes as every other one', async () => {
    const t = setupHub()
    const readers = [await t.follow(), await t.follow()]
    await t.pass(1000)
    const before = readers.map(({ chunks }) => chunks.length)

    await t.change('a')
    await t.pass(1000)

    const [one = [], other = []] = readers.map(({ chunks }, index) => chunks.slice(before[index]))
    expect(one.length).toBeGreaterThan(0)
    expect(one.map((chunk, index) => chunk === other[index])).toEqual(one.map(() => true))
  })

  test('that comes while the others are told is told of that, too, and once', async () => {
    const t = setupHub()
    const first = await t.follow()
    await t.pass(1000)
    const release = t.hold()
    await t.change('a')
    await t.pass(500)

    const late = await t.follow({ lastEventId: '0' })
    const later = await t.follow()
    await t.change('b')
    release()
    await t.pass(2000)

    expect(first.ids()).toEqual([1, 2])
    expect(late.ids()).toEqual([1, 2])
    expect(later.ids()).toEqual([2])
  })
})

describe('how often', () => {
  test('what changed is told within 20 ms after a wake, else at the next look at the store', async () => {
    const t = setupHub()
    const reader = await t.follow()
    await t.pass(1000)

    await t.change('a')
    t.hub.wake()
    await t.pass(20)
    expect(reader.ids()).toEqual([1])

    await t.change('b')
    await t.pass(479)
    expect(reader.ids()).toEqual([1])
    await t.pass(21)
    expect(reader.ids()).toEqual([1, 2])
  })

  test.each([
    ['idle', false, 100],
    ['busy', true, 1000],
  ])('while intake is %s what changes is collected', async (_, busy, spacing) => {
    const t = setupHub()
    const reader = await t.follow()
    await t.pass(2000)
    t.setBusy(busy)
    const change = async (...some: string[]) => {
      await t.change(...some)
      t.hub.wake()
    }

    await change('a')
    await t.pass(20)
    await change('b')
    await t.pass(spacing / 2)
    await change('c')
    await t.pass(spacing / 2 - 1)
    expect(reader.ids()).toEqual([1])
    await t.pass(1)

    expect(reader.ids()).toEqual([1, 2, 3])
    expect(reader.chunks.filter((chunk) => String(chunk).length > 10)).toHaveLength(3)
  })

  test('a crowd of readers is told less often while intake is busy', async () => {
    const t = setupHub()
    const readers = []
    for (let index = 0; index < 200; index += 1) {
      readers.push(await t.follow({ owner: `user ${index}` }))
    }
    await t.pass(5000)
    t.setBusy(true)

    await t.change('a')
    t.hub.wake()
    await t.pass(20)
    await t.change('b')
    t.hub.wake()
    await t.pass(1900)
    expect(readers[0]?.ids()).toEqual([1])
    await t.pass(200)

    expect(readers[0]?.ids()).toEqual([1, 2])
  })

  test('the store is looked at twice a second, and not at all when nobody reads', async () => {
    const t = setupHub()
    t.hub.wake()
    await t.pass(5000)
    expect(t.revisionReads()).toBe(0)
    const reader = await t.follow()
    await t.pass(1000)

    const before = t.revisionReads()
    await t.pass(10_000)
    expect(t.revisionReads() - before).toBe(20)

    await reader.leave()
    await t.pass(1000)
    const after = t.revisionReads()
    expect(t.hub.size()).toBe(0)
    expect(t.timers()).toBe(0)
    t.hub.wake()
    await t.pass(10_000)
    expect(t.revisionReads()).toBe(after)
  })

  test('the numbers of events are told once a second at most, and only when they changed', async () => {
    const t = setupHub()
    const reader = await t.follow()
    await t.pass(3000)
    expect(reader.named('events')).toHaveLength(1)

    for (let time = 0; time < 20; time += 1) {
      await t.change('a')
      t.hub.wake()
      await t.pass(100)
    }
    await t.pass(5000)

    const told = reader.named('events').slice(1)
    expect(told.length).toBeWithin(2, 5)
    expect(told.at(-1)).toMatchObject({ id: 20, data: { accepted: 20 } })
  })
})

describe('when much changes', () => {
  test('a hundred alerts at once are told, with more it is quicker to ask anew', async () => {
    const t = setupHub()
    const reader = await t.follow()
    await t.change(...keys(100))
    await t.pass(1000)
    expect(reader.named('alert')).toHaveLength(100)

    await t.change(...keys(101))
    await t.pass(1000)

    expect(reader.named('alert')).toHaveLength(100)
    expect(reader.named('reload')).toEqual([{ id: 201, event: 'reload', data: {} }])
  })

  test('few alerts with very long texts count as many', async () => {
    const t = setupHub()
    const reader = await t.follow()

    await t.change(...keys(40).map((key) => key.padEnd(4000, '.')))
    await t.pass(1000)

    expect(reader.named('alert')).toHaveLength(0)
    expect(reader.named('reload')).toEqual([{ id: 40, event: 'reload', data: {} }])
  })

  test('to ask anew is said every five seconds at most, and what changes after that is told again', async () => {
    const t = setupHub()
    const reader = await t.follow()
    for (let second = 0; second < 8; second += 1) {
      await t.change(...keys(150))
      t.hub.wake()
      await t.pass(1000)
    }
    expect(reader.ids()).toEqual([150, 900])

    await t.pass(5000)
    expect(reader.ids()).toEqual([150, 900, 1200])
    await t.change('a')
    await t.pass(500)

    expect(reader.ids()).toEqual([150, 900, 1200, 1201])
  })
})

describe('heartbeats', () => {
  test('are comments, every fifteen seconds', async () => {
    const t = setupHub()
    const reader = await t.follow()
    await t.pass(14_000)
    const before = reader.text()

    await t.pass(2_000)
    expect(reader.text()).toBe(`${before}:\n\n`)
    await t.pass(30_000)

    expect(reader.text()).toBe(`${before}${':\n\n'.repeat(3)}`)
  })

  test.each([
    ['may not read any more', () => Promise.resolve(false)],
    ['cannot be asked about', () => Promise.reject(new Error('disk full'))],
  ])('end the stream of one who %s', async (_, answer) => {
    const t = setupHub()
    let stillValid = () => Promise.resolve(true)
    const reader = await t.follow({ stillValid: () => stillValid() })
    const other = await t.follow()
    await t.pass(20_000)
    expect(reader.end()).toBe('open')

    stillValid = answer
    await t.pass(16_000)

    expect(reader.end()).toBe('ended')
    expect(other.end()).toBe('open')
    expect(t.hub.size()).toBe(1)
    expect(t.lines).toEqual([expect.objectContaining({ level: 'debug', owner: 'user 1' })])
  })
})

describe('when something is wrong', () => {
  test('with the store, that is logged, and what changed meanwhile is told when it works again', async () => {
    const t = setupHub()
    const reader = await t.follow()
    await t.pass(1000)

    t.fail(new Error('disk I/O error'))
    await t.change('a')
    await t.pass(1500)
    expect(reader.ids()).toEqual([])
    expect(t.lines).toContainEqual(
      expect.objectContaining({ level: 'error', msg: 'stream failed', reason: 'disk I/O error' }),
    )
    t.fail(null)
    await t.pass(1000)

    expect(reader.ids()).toEqual([1])
    expect(reader.end()).toBe('open')
  })

  test('one who comes while the store does not work is not let in, and takes no room', async () => {
    const t = setupHub()
    t.fail(new Error('disk I/O error'))

    expect(t.open()).rejects.toThrow('disk I/O error')
    await t.settled()

    expect(t.hub.size()).toBe(0)
  })

  test('an older copy of the database in its place makes all ask anew, and go on from there', async () => {
    const t = setupHub()
    await t.change(...keys(50))
    const reader = await t.follow()
    await t.pass(1000)

    t.restore(20)
    await t.pass(1000)
    expect(reader.ids()).toEqual([20])
    await t.change('a')
    await t.pass(1000)

    expect(reader.ids()).toEqual([20, 21])
  })
})

describe('close', () => {
  test('ends all streams, stops all timers, and lets nobody in', async () => {
    const t = setupHub()
    const readers = [await t.follow(), await t.follow()]
    await t.pass(1000)

    await t.hub.close()
    await t.settled()

    expect(readers.map(({ end }) => end())).toEqual(['ended', 'ended'])
    expect(t.timers()).toBe(0)
    expect(t.open()).rejects.toMatchObject({ code: 'unhealthy' })
  })

  test('does so when nobody ever came', async () => {
    const t = setupHub()

    await t.hub.close()

    expect(t.timers()).toBe(0)
  })
})
