import { describe, expect, test } from 'bun:test'
import { act, type Action } from '../../../src/core/action.ts'
import { bucketOf } from '../../../src/core/statistics.ts'
import type { StatisticsRange } from '../../../src/store/store.ts'
import { anEvent, setup, type Open } from './setup.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const none = { critical: 0, error: 0, warning: 0, info: 0 }

export function describeStatistics(open: Open): void {
  async function counting() {
    const t = await setup(open)
    return {
      ...t,
      /** Takes up events that say this, received at this time. */
      async at(receivedAt: number, ...texts: string[]) {
        await t.store.append(texts.map((text) => anEvent(t.integrationId, { text, receivedAt })))
        await t.drain()
      },
      /** Does something to the newest alert. */
      async act(action: Action, now: number) {
        const { id } = await t.newestAlert()
        await t.store.changeAlert(id, { action, act, by: 'jane', now })
      },
      show: (range: Partial<StatisticsRange> = {}) =>
        t.store.showStatistics({ from: 0, to: day, interval: 'hour', now: day, ...range }),
    }
  }

  describe('showStatistics', () => {
    test('of an empty store is empty', async () => {
      await using t = await counting()

      expect(await t.show()).toEqual({
        open: none,
        acknowledged: 0,
        snoozed: { critical: 0, error: 0, warning: 0, info: 0 },
        nextSnoozeEndsAt: null,
        intervals: [],
        acknowledgements: { buckets: [], totalMs: 0 },
        resolutions: { buckets: [], totalMs: 0 },
        projects: [],
      })
    })

    test('counts what is not resolved now by its severity now', async () => {
      await using t = await counting()
      await t.at(1, 'fire a critical', 'fire b', 'fire c', 'fire d info')
      await t.at(2, 'resolve c', 'fire b warning')
      await t.act({ kind: 'acknowledge' }, 5)

      const { open: unresolved, acknowledged } = await t.show()

      expect(unresolved).toEqual({ critical: 1, error: 0, warning: 1, info: 1 })
      expect(acknowledged).toBe(1)
    })

    test('counts those that are snoozed now, by whoever it was', async () => {
      await using t = await counting()
      await t.at(1, 'fire a', 'archive a', 'fire b')
      await t.act({ kind: 'snooze', until: 500, reason: null }, 5)
      await t.at(2, 'fire c warning')
      await t.act({ kind: 'snooze', until: 'worse', reason: null }, 5)
      await t.at(3, 'fire d')
      await t.act({ kind: 'snooze', until: 'worse', reason: null }, 5)
      await t.act({ kind: 'resolve', reason: null }, 6)

      expect(await t.show({ now: 499 })).toMatchObject({
        snoozed: { ...none, error: 2, warning: 1 },
        nextSnoozeEndsAt: 500,
      })
      expect(await t.show({ now: 500 })).toMatchObject({
        snoozed: { ...none, error: 1, warning: 1 },
        nextSnoozeEndsAt: null,
      })
    })

    test('counts by the hour what opened and what was resolved', async () => {
      await using t = await counting()
      await t.at(10 * minute, 'fire a critical', 'fire b')
      await t.at(70 * minute, 'fire c', 'resolve a')
      await t.at(5 * hour, 'fire c warning')
      await t.act({ kind: 'resolve', reason: null }, 5 * hour + 1)

      const { intervals } = await t.show()

      expect(intervals).toEqual([
        { at: 0, ...none, critical: 1, error: 1, resolved: 0 },
        { at: hour, ...none, warning: 1, resolved: 1 },
        { at: 5 * hour, ...none, resolved: 1 },
      ])
    })

    test('counts by the day', async () => {
      await using t = await counting()
      await t.at(10 * hour, 'fire a')
      await t.at(23 * hour, 'fire b info', 'resolve a')
      await t.at(25 * hour, 'fire c')

      const { intervals } = await t.show({ to: 2 * day, interval: 'day' })

      expect(intervals).toEqual([
        { at: 0, ...none, error: 1, info: 1, resolved: 1 },
        { at: day, ...none, error: 1, resolved: 0 },
      ])
    })

    test('looks only at its range: from its beginning, up to but not including its end', async () => {
      await using t = await counting()
      for (const [index, at] of [hour - 1, hour, 3 * hour - 1, 3 * hour].entries()) {
        await t.at(at, `fire ${index}`)
      }

      const { intervals } = await t.show({ from: hour, to: 3 * hour })

      expect(intervals.map(({ at }) => at)).toEqual([hour, 2 * hour])
    })

    test('counts how long people and Sentry took, on the day when they did it', async () => {
      await using t = await counting()
      await t.at(23 * hour, 'fire a')
      await t.act({ kind: 'acknowledge' }, 23 * hour + 5000)
      await t.at(day + hour, 'resolve a')

      const first = await t.show()
      const second = await t.show({ from: day, to: 2 * day })

      expect(first.acknowledgements).toEqual({
        buckets: [{ bucket: bucketOf(5000), count: 1 }],
        totalMs: 5000,
      })
      expect(first.resolutions).toEqual({ buckets: [], totalMs: 0 })
      expect(second.acknowledgements).toEqual({ buckets: [], totalMs: 0 })
      expect(second.resolutions).toEqual({
        buckets: [{ bucket: bucketOf(2 * hour), count: 1 }],
        totalMs: 2 * hour,
      })
    })

    test('forgets an acknowledgement that was taken back', async () => {
      await using t = await counting()
      await t.at(1, 'fire a')
      await t.act({ kind: 'acknowledge' }, 5000)
      await t.act({ kind: 'unacknowledge' }, 6000)

      expect((await t.show()).acknowledgements).toEqual({ buckets: [], totalMs: 0 })
    })

    test('names the projects with the most alerts, and counts their events', async () => {
      await using t = await counting()
      await t.at(1, 'fire a error shop', 'fire b error shop', 'fire c error api', 'fire d')
      await t.at(2, 'fire c error api', 'fire c error api', 'resolve d', 'assign c')
      await t.at(day + 1, 'fire c error api')

      const { projects } = await t.show()
      const second = await t.show({ from: day, to: 2 * day })

      const { integrationId } = t
      expect(projects).toEqual([
        { integrationId, slug: 'shop', alerts: 2, events: 2 },
        { integrationId, slug: 'api', alerts: 1, events: 3 },
        { integrationId, slug: null, alerts: 1, events: 1 },
      ])
      expect(second.projects).toEqual([{ integrationId, slug: 'api', alerts: 0, events: 1 }])
    })

    test('counts an alert for the project that became known later', async () => {
      await using t = await counting()
      await t.at(1, 'fire a')
      await t.at(2, 'fire a error shop')

      expect((await t.show()).projects).toMatchObject([
        { slug: 'shop', alerts: 1, events: 1 },
        { slug: null, alerts: 0, events: 1 },
      ])
    })

    test('names ten projects at most', async () => {
      await using t = await counting()
      await t.at(1, ...Array.from({ length: 12 }, (_, index) => `fire ${index} error p${index}`))

      expect((await t.show()).projects).toHaveLength(10)
    })

    test('counts nothing of what was rolled back', async () => {
      await using t = await counting()
      await t.at(1, 'fire a', 'throw', 'fire a critical')

      const { open: unresolved, intervals, projects } = await t.show()

      expect(unresolved).toEqual({ ...none, critical: 1 })
      expect(intervals).toEqual([{ at: 0, ...none, critical: 1, resolved: 0 }])
      expect(projects).toMatchObject([{ alerts: 1, events: 2 }])
    })
  })

  describe('countEvents', () => {
    test('of an empty store is nothing', async () => {
      await using t = await counting()

      expect(await t.store.countEvents()).toEqual({
        accepted: 0,
        pending: 0,
        dead: 0,
        lastReceivedAt: null,
        oldestPendingAt: null,
      })
    })

    test('counts what was accepted, what waits and what is dead', async () => {
      await using t = await counting()
      await t.say('throw', 'fire a')
      for (const now of [1000, 2000, 3000]) await t.drain({ now })
      await t.say('throw')
      await t.drain()
      const drained = await t.store.countEvents()
      await t.store.append([anEvent(t.integrationId, { receivedAt: 60 })])

      expect(drained).toEqual({
        accepted: 3,
        pending: 1,
        dead: 1,
        lastReceivedAt: 1,
        oldestPendingAt: 1,
      })
      expect(await t.store.countEvents()).toEqual({
        accepted: 4,
        pending: 2,
        dead: 1,
        lastReceivedAt: 60,
        oldestPendingAt: 1,
      })
    })

    test('knows since when the oldest waits that nobody has taken up', async () => {
      await using t = await counting()
      const received = [30, 20, 40].map((receivedAt) => anEvent(t.integrationId, { receivedAt }))
      await t.store.append(received)

      expect((await t.store.countEvents()).oldestPendingAt).toBe(30)
    })
  })
}
