import { describe, expect, test } from 'bun:test'
import type { EventFilter } from '../../../src/store/store.ts'
import { anEvent, codeOf, pagesOf, setup, type Open } from './setup.ts'

/** Events that no drain has taken up yet, beside those that one has. */
export function describePending(open: Open): void {
  describe('an event that was not drained yet', () => {
    test.each([1, 2, 3, 5, 10])(
      'is listed before those that were, %i on a page, each once',
      async (limit) => {
        await using t = await setup(open)
        const ids = [
          ...(await t.say('fire a', 'throw', 'hello')),
          ...(await t.say('fire b', 'hello', 'hello')),
        ]
        // Up to the middle of what came together.
        await t.drain({ limit: 4 })
        ids.push(...(await t.say('hello')))

        const pages = await pagesOf((page) => t.store.listEvents({}, page), limit)

        expect(pages.flat()).toEqual(ids.toReversed())
        expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true)
        expect((await t.events()).map(({ state }) => state)).toEqual([
          'pending',
          'pending',
          'pending',
          'done',
          'done',
          'pending',
          'done',
        ])
      },
    )

    test.each([1, 2, 100])('is filtered like the others, %i on a page', async (limit) => {
      await using t = await setup(open)
      const other = await t.createIntegration('other')
      const six = [
        anEvent(t.integrationId, { text: 'fire a', resource: 'issue' }),
        anEvent(other, { text: 'hello', resource: 'issue' }),
        anEvent(t.integrationId, { text: 'throw', resource: 'comment' }),
        anEvent(other, { text: 'hello', resource: 'comment' }),
        anEvent(t.integrationId, { text: 'fire a', resource: 'comment' }),
        anEvent(other, { text: 'hello', resource: 'issue' }),
      ]
      const ids = await t.store.append(six)
      await t.drain({ limit: 3 })

      /** Their places in the list above, from 1. */
      const places = async (filter: EventFilter) =>
        (await pagesOf((page) => t.store.listEvents(filter, page), limit))
          .flat()
          .map((id) => ids.indexOf(id) + 1)

      expect(await places({ state: 'pending' })).toEqual([6, 5, 4, 3])
      expect(await places({ state: 'done' })).toEqual([2, 1])
      expect(await places({ state: 'dead' })).toEqual([])
      expect(await places({ outcome: 'opened' })).toEqual([1])
      expect(await places({ outcome: 'ignored' })).toEqual([2])
      expect(await places({ state: 'pending', outcome: 'ignored' })).toEqual([])
      expect(await places({ integrationId: other })).toEqual([6, 4, 2])
      expect(await places({ resource: 'comment' })).toEqual([5, 4, 3])
      expect(await places({ integrationId: other, resource: 'issue' })).toEqual([6, 2])
      expect(await places({ state: 'pending', integrationId: t.integrationId })).toEqual([5, 3])
    })

    test('is shown with everything that it came with', async () => {
      await using t = await setup(open)
      const headers = { 'request-id': 'ÿ "quoted"' } as const
      const payload = new Uint8Array([0x0a, 0x00, 0xff])
      const [, id = ''] = await t.store.append([
        anEvent(t.integrationId, { text: 'before' }),
        anEvent(t.integrationId, { headers, payload, receivedAt: 77, action: null }),
        anEvent(t.integrationId, { text: 'after' }),
      ])

      const shown = await t.store.showEvent(id)

      expect({ ...shown, payload: [...shown.payload] }).toEqual({
        id,
        integrationId: t.integrationId,
        receivedAt: 77,
        resource: 'issue',
        action: null,
        state: 'pending',
        outcome: null,
        reason: null,
        attempts: 0,
        alertId: null,
        headers,
        payload: [...payload],
        isPayloadRemoved: false,
      })
    })

    test('keeps its headers and payload when it is drained', async () => {
      await using t = await setup(open)
      const [id = ''] = await t.say('fire a', 'fire b')
      const { headers, payload } = await t.store.showEvent(id)

      await t.drain()

      const after = await t.store.showEvent(id)
      expect(after.headers).toEqual(headers)
      expect([...after.payload]).toEqual([...payload])
    })

    test('cannot be replayed, and is drained once all the same', async () => {
      await using t = await setup(open)
      const [before = '', id = ''] = await t.say('fire a', 'fire b')
      await t.drain({ limit: 1 })

      expect(await codeOf(t.store.replayEvent(id))).toBe('conflict')
      expect(await t.store.showEvent(id)).toMatchObject({ state: 'pending', attempts: 0 })
      expect((await t.drain()).processed).toMatchObject([{ eventId: id, outcome: 'opened' }])
      expect(await t.store.showEvent(before)).toMatchObject({ state: 'done' })
      expect(await t.store.countPending()).toBe(0)
    })

    test('is counted together with those that are put off and those that are replayed', async () => {
      await using t = await setup(open)
      const [done = ''] = await t.say('hello', 'throw', 'throw')
      await t.drain()
      expect(await t.store.countPending()).toBe(2)

      await t.say('fire a', 'fire b', 'fire c')
      expect(await t.store.countPending()).toBe(5)
      await t.store.replayEvent(done)
      expect(await t.store.countPending()).toBe(6)

      await t.drain({ now: 1001 })
      expect(await t.store.countPending()).toBe(2)
    })
  })
}
