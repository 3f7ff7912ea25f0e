import { describe, expect, test } from 'bun:test'
import { setup, type Open } from './setup.ts'

export function describeBatches(open: Open): void {
  describe('a batch', () => {
    test('that ends in the middle of what came together leaves the rest, and the next goes on there', async () => {
      await using t = await setup(open)
      const ids = [...(await t.say('a', 'b', 'c')), ...(await t.say('d'))]
      const taken: string[][] = []
      const left: number[] = []
      const more: boolean[] = []

      for (let batch = 0; batch < ids.length; batch += 1) {
        const report = await t.drain({ isEnough: () => true })
        taken.push(report.processed.map(({ eventId }) => eventId))
        left.push(await t.store.countPending())
        more.push(report.more)
      }

      expect(taken).toEqual(ids.map((id) => [id]))
      expect(left).toEqual([3, 2, 1, 0])
      expect(more).toEqual([true, true, true, false])
      expect((await t.drain()).processed).toEqual([])
    })

    test('that ends at its limit with an event that fails does not take that one again with the rest', async () => {
      await using t = await setup(open)
      const [a = '', broken = '', c = ''] = await t.say('fire a', 'throw', 'fire a')

      const first = await t.drain({ limit: 2 })
      const second = await t.drain()

      expect(first.processed).toMatchObject([{ eventId: a }])
      expect(first.failed).toMatchObject([{ eventId: broken }])
      expect(second).toMatchObject({ processed: [{ eventId: c }], failed: [] })
      expect((await t.newestAlert()).eventCount).toBe(2)
    })

    test('with one event that fails keeps what became of all the others, and puts off only that one', async () => {
      await using t = await setup(open)
      const ids = await t.say('fire a', 'fire a', 'throw', 'fire a', 'hello', 'resolve a', 'fire b')

      const { processed, failed } = await t.drain()

      const others = ids.toSpliced(2, 1)
      expect(processed.map(({ eventId, outcome }) => [eventId, outcome])).toEqual([
        [others[0], 'opened'],
        [others[1], 'updated'],
        [others[2], 'updated'],
        [others[3], 'ignored'],
        [others[4], 'resolved'],
        [others[5], 'opened'],
      ] as [string, (typeof processed)[number]['outcome']][])
      expect(failed).toMatchObject([{ eventId: ids[2], attempt: 1, dead: false }])
      expect(
        (await t.events()).toReversed().map(({ state, attempts }) => [state, attempts]),
      ).toEqual(ids.map((_, index) => [index === 2 ? 'pending' : 'done', 1]))
      expect(await t.alerts()).toMatchObject([
        { dedupKey: 'b', status: 'open', eventCount: 1 },
        { dedupKey: 'a', status: 'resolved' },
      ])
      expect(await t.drain({ now: 1999 })).toMatchObject({ failed: [], nextRunAt: 2000 })
    })

    test('with many events of one key makes one alert, which counts them all', async () => {
      await using t = await setup(open)
      const ids = [
        ...(await t.say(...Array.from({ length: 30 }, () => 'fire a'))),
        ...(await t.say(...Array.from({ length: 20 }, () => 'fire a'))),
      ]

      const { processed } = await t.drain()

      const [alert, ...others] = await t.alerts()
      expect(others).toEqual([])
      expect(alert).toMatchObject({ dedupKey: 'a', status: 'open', eventCount: 50 })
      expect(new Set(processed.map(({ alertId }) => alertId))).toEqual(new Set([alert?.id ?? '']))
      const { timeline } = await t.newestAlert()
      expect(timeline.map(({ eventId }) => eventId)).toEqual(ids)
    })

    test('counts on from what the batch before it has counted', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'fire a')
      await t.drain()
      await t.say('fire a', 'fire b', 'fire a')

      await t.drain()

      expect(await t.alerts()).toMatchObject([
        { dedupKey: 'b', eventCount: 1 },
        { dedupKey: 'a', eventCount: 4 },
      ])
    })

    test('in which a key fires, is resolved and fires makes two alerts, the second naming the first', async () => {
      await using t = await setup(open)
      const [opened = '', resolved = '', again = ''] = await t.say('fire a', 'resolve a', 'fire a')

      const { processed } = await t.drain()

      const [second, first, ...others] = await t.alerts()
      expect(others).toEqual([])
      expect(first).toMatchObject({ status: 'resolved', eventCount: 1, previousAlertId: null })
      expect(second).toMatchObject({ status: 'open', previousAlertId: first?.id ?? 'missing' })
      expect(processed.map(({ eventId, alertId }) => [eventId, alertId])).toEqual([
        [opened, first?.id ?? ''],
        [resolved, first?.id ?? ''],
        [again, second?.id ?? ''],
      ])
    })

    test('goes on with the alert that another batch has opened for the key', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'resolve a', 'fire a')
      await t.drain()
      await t.say('resolve a')

      await t.drain()

      expect(await t.alerts()).toMatchObject([{ status: 'resolved' }, { status: 'resolved' }])
    })
  })
}
