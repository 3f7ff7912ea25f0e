import { act } from '../../../src/core/action.ts'
import { describe, expect, test } from 'bun:test'
import type { EventFilter } from '../../../src/store/store.ts'
import { anEvent, codeOf, pagesOf, setup, unknownIds, type Open } from './setup.ts'

export function describeEvents(open: Open): void {
  describe('listEvents', () => {
    test('gives the newest first, page by page', async () => {
      await using t = await setup(open)
      const [a, b, c, d, e] = await t.say('a', 'b', 'c', 'd', 'e')

      expect(await pagesOf((page) => t.store.listEvents({}, page), 2)).toEqual([
        [e, d],
        [c, b],
        [a],
      ] as string[][])
    })

    test('filters, also page by page', async () => {
      await using t = await setup(open)
      const other = await t.createIntegration('other')
      const names = ['opened', 'dead', 'ignored', 'pending'] as const
      const ids = await t.store.append([
        anEvent(t.integrationId, { text: 'fire a', resource: 'issue' }),
        anEvent(t.integrationId, { text: 'throw', resource: 'issue' }),
        anEvent(other, { text: 'hello', resource: 'comment' }),
        anEvent(other, { text: 'hello', resource: 'issue' }),
      ])
      await t.drain({ limit: 3, backoff: () => null })

      const named = async (filter: EventFilter) =>
        (await pagesOf((page) => t.store.listEvents(filter, page), 1))
          .flat()
          .map((id) => names[ids.indexOf(id)])

      expect(await named({ state: 'pending' })).toEqual(['pending'])
      expect(await named({ state: 'done' })).toEqual(['ignored', 'opened'])
      expect(await named({ state: 'dead' })).toEqual(['dead'])
      expect(await named({ outcome: 'ignored' })).toEqual(['ignored'])
      expect(await named({ outcome: 'late' })).toEqual([])
      expect(await named({ integrationId: other })).toEqual(['pending', 'ignored'])
      expect(await named({ resource: 'issue' })).toEqual(['pending', 'dead', 'opened'])
      expect(await named({ state: 'done', resource: 'issue' })).toEqual(['opened'])
    })
  })

  describe('showEvent', () => {
    test('finds nothing under an unknown id', async () => {
      await using t = await setup(open)
      await t.say('a')

      for (const id of unknownIds) expect(await codeOf(t.store.showEvent(id))).toBe('not_found')
    })
  })

  describe('replayEvent', () => {
    test('puts a dead event back into the outbox, with all its attempts', async () => {
      await using t = await setup(open)
      const [id = ''] = await t.say('throw')
      await t.drain({ backoff: () => null })

      const replayed = await t.store.replayEvent(id)

      expect(replayed).toMatchObject({ id, state: 'pending', outcome: null, attempts: 0 })
      expect(await t.store.countPending()).toBe(1)
      const attempts = []
      for (const now of [1000, 2000, 3000]) attempts.push((await t.drain({ now })).failed[0])
      expect(attempts).toMatchObject([
        { attempt: 1, dead: false },
        { attempt: 2, dead: false },
        { attempt: 3, dead: true },
      ])
    })

    test('lets a dead event become done', async () => {
      await using t = await setup(open)
      const [id = ''] = await t.store.append([
        anEvent(t.integrationId, { text: 'fire a', replayKey: 'key 1' }),
      ])
      await t.drain({
        backoff: () => null,
        decide() {
          throw new Error('a mistake that is fixed later')
        },
      })
      await t.store.replayEvent(id)

      const { processed } = await t.drain()

      const { id: alertId } = await t.newestAlert()
      expect(processed).toEqual([{ eventId: id, outcome: 'opened', alertId }])
      expect(await t.store.showEvent(id)).toMatchObject({
        state: 'done',
        outcome: 'opened',
        alertId,
      })
    })

    test('gives an event that changed an alert no second effect, also when that is resolved since', async () => {
      await using t = await setup(open)
      const [id = ''] = await t.store.append([
        anEvent(t.integrationId, { text: 'fire a', replayKey: 'key 1' }),
      ])
      await t.drain()
      await t.store.changeAlert('1', {
        action: { kind: 'resolve', reason: null },
        act,
        by: 'jane',
        now: 2000,
      })
      const before = await t.alerts()
      await t.store.replayEvent(id)

      const { processed } = await t.drain()

      expect(processed).toMatchObject([{ eventId: id, outcome: 'replayed', alertId: '1' }])
      expect(await t.alerts()).toEqual(before)
      expect(await t.store.showEvent(id)).toMatchObject({
        state: 'done',
        reason: 'It took effect before (opened alert 1): processing it again has no second effect.',
      })
    })

    test('looks anew at an event that meant nothing, as itself and not as a delivery made again', async () => {
      await using t = await setup(open)
      const [id = ''] = await t.store.append([
        anEvent(t.integrationId, { text: 'fire a', replayKey: 'key 1' }),
      ])
      // As a version that did not know this shape yet.
      await t.drain({ interpret: () => ({ ignored: 'It says nothing.' }) })
      expect(await t.alerts()).toEqual([])
      await t.store.replayEvent(id)

      const { processed } = await t.drain()

      expect(processed).toMatchObject([{ eventId: id, outcome: 'opened' }])
      expect(await t.alerts()).toHaveLength(1)
    })

    test('refuses what is pending already', async () => {
      await using t = await setup(open)
      const [fresh = '', failed = ''] = await t.say('fire a', 'throw')

      expect(await codeOf(t.store.replayEvent(fresh))).toBe('conflict')
      await t.drain()
      expect(await codeOf(t.store.replayEvent(failed))).toBe('conflict')
      expect(await t.store.showEvent(failed)).toMatchObject({ attempts: 1 })
    })

    test('finds nothing under an unknown id', async () => {
      await using t = await setup(open)
      await t.say('a')

      for (const id of unknownIds) expect(await codeOf(t.store.replayEvent(id))).toBe('not_found')
    })
  })
}
