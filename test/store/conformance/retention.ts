import { describe, expect, test } from 'bun:test'
import { act } from '../../../src/core/action.ts'
import { aSignal } from '../../core/builders.ts'
import { day, goBy, only, retain, unlimited } from '../../support/retention.ts'
import { codeOf, setup, type Open } from './setup.ts'

const month = 30 * day

const resolveByHand = {
  action: { kind: 'resolve', reason: null },
  act,
  by: 'jane',
  now: 2000,
} as const

export function describeRetention(open: Open): void {
  describe('what is old', () => {
    test('stays where there is no limit', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'resolve a', 'hello')
      await t.drain()
      await goBy(t.store, 1000 * day)

      expect(await retain(t.store, unlimited)).toEqual({})
    })

    test('goes by the time that went by, not by what the clock says', async () => {
      await using t = await setup(open)
      await t.say('hello')
      await t.drain()
      await t.store.noteAge(1, 0)
      await t.store.noteAge(4000 * day, 1000)

      expect(await retain(t.store, only('events', { age: month }), 4000 * day)).toEqual({})
      expect((await t.store.showStorage()).age.doubted).toBeGreaterThan(3900 * day)

      await t.store.noteAge(4000 * day, month)
      expect(await retain(t.store, only('events', { age: month }))).toMatchObject({ events: 1 })
    })

    test('goes, and what came since stays', async () => {
      await using t = await setup(open)
      const [old = ''] = await t.say('fire a')
      await t.drain()
      await goBy(t.store, 2 * month)
      const [recent = ''] = await t.say('fire b')
      await t.drain()
      await goBy(t.store, day)

      const removed = await retain(t.store, only('events', { age: month }))

      expect(removed).toEqual({ events: 1, payloads: 1 })
      expect((await t.events()).map(({ id }) => id)).toEqual([recent])
      expect(await codeOf(t.store.showEvent(old))).toBe('not_found')
    })
  })

  describe('payloads', () => {
    test('that are removed leave their events, which say so and cannot be replayed', async () => {
      await using t = await setup(open)
      const [id = ''] = await t.say('fire a')
      await t.drain()
      await goBy(t.store, 2 * month)

      await retain(t.store, only('payloads', { age: month }))

      const shown = await t.store.showEvent(id)
      expect(shown).toMatchObject({ state: 'done', outcome: 'opened', isPayloadRemoved: true })
      expect([shown.headers, shown.payload.length]).toEqual([{}, 0])
      expect(await codeOf(t.store.replayEvent(id))).toBe('conflict')
      expect(await t.store.showEvent(id)).toMatchObject({ state: 'done' })
    })

    test('go from the oldest on when they take too much room', async () => {
      await using t = await setup(open)
      for (const nth of [1, 2, 3]) await t.say(`${nth} ${'hello'.repeat(nth)}`)
      await t.drain()
      while (await t.store.countPayloads());
      const { bytes } = (await t.store.showStorage()).payloads

      await retain(t.store, only('payloads', { most: bytes - 1 }))

      const removed = (await Promise.all(['1', '2', '3'].map((id) => t.store.showEvent(id)))).map(
        ({ isPayloadRemoved }) => isPayloadRemoved,
      )
      expect(removed).toEqual([true, false, false])
      const { payloads } = await t.store.showStorage()
      expect(payloads.count).toBe(2)
      expect(payloads.bytes).toBeLessThan(bytes)
    })

    test('of what waits stay, and of what is dead, until that goes itself', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'throw', 'fire b')
      for (const now of [1000, 3000, 6000]) await t.drain({ now })
      await goBy(t.store, 2 * month)
      const [waiting = ''] = await t.say('fire c')

      const payloads = await retain(t.store, only('payloads', { age: 0, most: 0 }))

      expect(payloads).toEqual({ payloads: 2 })
      const [dead] = (await t.store.listEvents({ state: 'dead' }, { limit: 5 })).items
      expect(dead).toMatchObject({ id: '2' })
      expect(new TextDecoder().decode((await t.store.showEvent('2')).payload)).toBe('throw')
      expect(new TextDecoder().decode((await t.store.showEvent(waiting)).payload)).toBe('fire c')
      expect((await t.store.replayEvent('2')).state).toBe('pending')

      for (const now of [7000, 9000, 12_000]) await t.drain({ now })
      await goBy(t.store, 2 * month)
      expect(await retain(t.store, only('events', { age: month }))).toMatchObject({
        events: 4,
        payloads: 2,
      })
      expect((await t.store.showStorage()).payloads.count).toBe(0)
    })

    test('can all go, and what comes next is numbered after them', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'fire b')
      await t.drain()
      await goBy(t.store, 2 * month)

      await retain(t.store, only('events', { age: month }))
      const counts = await t.store.countEvents()
      const [next = ''] = await t.say('fire c')
      const { processed } = await t.drain()

      expect(counts).toMatchObject({ accepted: 2, pending: 0, dead: 0 })
      expect(next).toBe('3')
      expect(processed).toMatchObject([{ eventId: '3', outcome: 'opened' }])
      expect((await t.events()).map(({ id }) => id)).toEqual(['3'])
    })

    test('that came one by one are packed together, and read as before', async () => {
      await using t = await setup(open)
      const texts = Array.from({ length: 300 }, (_, nth) => `event ${nth} ${'of many '.repeat(40)}`)
      for (const text of texts) await t.say(text)
      await t.drain()
      await goBy(t.store, day)
      while (await t.store.countPayloads());
      const before = (await t.store.showStorage()).payloads

      while (await t.store.joinPayloads());

      const after = (await t.store.showStorage()).payloads
      expect(after).toMatchObject({ count: 300 })
      expect(after.bytes).toBeLessThan(before.bytes / 2)
      for (const nth of [0, 127, 128, 299]) {
        const { payload } = await t.store.showEvent(String(nth + 1))
        expect(new TextDecoder().decode(payload)).toBe(texts[nth] ?? '')
      }
      await t.store.replayEvent('77')
      expect((await t.drain()).processed).toMatchObject([{ eventId: '77' }])
    })

    test('that wait or are new are not packed together', async () => {
      await using t = await setup(open)
      await t.say('fire a')
      await t.say('fire b')
      await t.drain()
      while (await t.store.countPayloads());
      await t.store.noteAge(1, 0)

      expect(await t.store.joinPayloads()).toBe(false)
    })
  })

  describe('events that are removed', () => {
    test('are the oldest when there are too many; those that wait stay', async () => {
      await using t = await setup(open)
      for (const text of ['throw', 'fire a', 'fire b', 'fire c', 'hello']) await t.say(text)
      await t.drain()
      await goBy(t.store, day)

      const removed = await retain(t.store, only('events', { most: 2 }))

      expect(removed).toEqual({ events: 2, payloads: 2 })
      expect((await t.events()).map(({ id, state }) => `${id} ${state}`)).toEqual([
        '5 done',
        '4 done',
        '1 pending',
      ])
    })

    test('are not those of the last hour, by which a delivery that is made again is known', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'fire a')
      await t.drain()
      await goBy(t.store, 3_600_000)

      expect(await retain(t.store, only('events', { age: 0, most: 0 }))).toEqual({})
    })

    test('take the lines with them that only say that it fired once more', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'fire a', 'fire a critical')
      await t.drain()
      await goBy(t.store, 2 * month)

      await retain(t.store, only('events', { age: month }))

      const alert = await t.newestAlert()
      expect(alert).toMatchObject({ status: 'open', eventCount: 3, timelineLength: 1 })
      expect(alert.timeline).toMatchObject([{ kind: 'opened', eventId: null }])
    })

    test('are found in no list any more', async () => {
      await using t = await setup(open)
      for (let nth = 0; nth < 30; nth += 1) await t.say('hello', 'fire a')
      await t.drain()
      await goBy(t.store, day)

      await retain(t.store, only('events', { most: 3 }))

      const pages = async (filter: object) =>
        (await t.store.listEvents(filter, { limit: 100 })).items.map(({ id }) => id)
      expect(await pages({})).toEqual(['60', '59', '58'])
      expect(await pages({ outcome: 'ignored' })).toEqual(['59'])
      expect(await pages({ resource: 'issue', outcome: 'updated' })).toEqual(['60', '58'])
    })
  })

  describe('alerts that are removed', () => {
    test('are resolved ones, with their story; those that are not stay however old they are', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'fire b', 'fire c', 'resolve a')
      await t.drain()
      await t.store.changeAlert('2', { action: { kind: 'acknowledge' }, act, by: 'jane', now: 1 })
      while (await t.store.indexWords(100));
      await goBy(t.store, 40 * month)

      const removed = await retain(t.store, only('alerts', { age: month }))

      expect(removed).toEqual({ alerts: 1 })
      expect((await t.alerts()).map(({ id, status }) => `${id} ${status}`)).toEqual([
        '3 open',
        '2 acknowledged',
      ])
      expect(await codeOf(t.store.showAlert('1', 10))).toBe('not_found')
      expect((await t.store.listAlerts({ text: 'a' }, { limit: 9 })).items).toEqual([])
      expect(await t.store.showEvent('1')).toMatchObject({ outcome: 'opened', alertId: null })
    })

    test('count from their last change, not from their opening', async () => {
      await using t = await setup(open)
      await t.say('fire a')
      await t.drain()
      await goBy(t.store, 2 * month)
      await t.say('resolve a')
      await t.drain()

      expect(await retain(t.store, only('alerts', { age: month }))).toEqual({})
      await goBy(t.store, 2 * month)
      expect(await retain(t.store, only('alerts', { age: month }))).toEqual({ alerts: 1 })
    })

    test('are those that were resolved first when there are too many', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'fire b', 'fire c', 'resolve b', 'resolve a', 'resolve c')
      for (let nth = 0; nth < 6; nth += 1) await t.drain({ limit: 1 })

      expect(await retain(t.store, only('alerts', { most: 2 }))).toEqual({ alerts: 1 })
      expect((await t.alerts()).map(({ dedupKey }) => dedupKey)).toEqual(['c', 'a'])
    })

    test('leave the figures as they were, but for those that are kept now', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'fire b', 'resolve a')
      await t.drain()
      const range = { from: 0, to: day, interval: 'hour', now: 1 } as const
      const before = await t.store.showStatistics(range)

      await retain(t.store, only('alerts', { most: 0 }))

      expect(await t.store.showStatistics(range)).toEqual(before)
      expect((await t.store.showStorage()).alerts).toMatchObject({ count: 1, unresolved: 1 })
    })

    test('are not the one before an alert that is open', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'resolve a', 'fire a', 'resolve a', 'fire a')
      await t.drain()

      expect(await retain(t.store, only('alerts', { most: 0 }))).toEqual({ alerts: 1 })
      const newest = await t.newestAlert()
      expect((await t.store.listHistory(newest.id, 9)).map(({ id }) => id)).toEqual(['3', '2'])
      expect(await t.store.showAlert('2', 9)).toMatchObject({ previousAlertId: null })
    })

    test('are remembered: what is late opens nothing', async () => {
      await using t = await setup(open)
      const [late = ''] = await t.say('hello', 'fire a', 'resolve a', 'fire b')
      await t.drain()
      await t.store.changeAlert('2', resolveByHand)

      expect(await retain(t.store, only('alerts', { most: 0 }))).toEqual({ alerts: 2 })
      // As if it came only now: its place is the one of the first.
      const read = () => ({
        signals: [aSignal('fire', 1, { dedupKey: 'a' }), aSignal('fire', 1, { dedupKey: 'b' })],
      })
      await t.store.replayEvent(late)
      const { processed } = await t.drain({ interpret: read })

      expect(processed).toMatchObject([{ eventId: late, outcome: 'late' }])
      expect(await t.alerts()).toEqual([])
    })

    test('with a long story go a part of it at a time', async () => {
      await using t = await setup(open)
      await t.say(...Array.from({ length: 400 }, () => 'fire a'), 'resolve a')
      await t.drain()

      const limits = only('alerts', { most: 0 })
      const steps: number[] = []
      for (let from: number | null = 0; from !== null;) {
        const step = await t.store.removeSome('alerts', { limits, now: 1, from })
        steps.push(step.removed)
        from = step.next
      }

      expect(steps.length).toBeGreaterThan(2)
      expect(steps.reduce((sum, count) => sum + count)).toBe(1)
      expect(await t.alerts()).toEqual([])
    })
  })

  describe('dedup keys without an alert', () => {
    test('are forgotten a month after the last event of theirs, when that is gone', async () => {
      await using t = await setup(open)
      await t.say('resolve a')
      await t.drain()
      await goBy(t.store, 10 * day)
      const limits = only('events', { age: day })
      const first = await retain(t.store, limits)
      await goBy(t.store, 25 * day)
      const second = await retain(t.store, limits)

      expect(first).toEqual({ events: 1, payloads: 1 })
      expect(second).toEqual({ keys: 1 })
    })

    test('stay while an event of theirs is kept', async () => {
      await using t = await setup(open)
      await t.say('resolve a')
      await t.drain()
      await goBy(t.store, 1000 * day)

      expect(await retain(t.store, only('alerts', { age: day }))).toEqual({})
    })
  })
}
