import { act } from '../../../src/core/action.ts'
import { describe, expect, test } from 'bun:test'
import type { AuditEntry } from '../../../src/store/accounts.ts'
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
      expect(await named({ outcome: 'dead' })).toEqual(['dead'])
      expect(await named({ state: 'done', outcome: 'dead' })).toEqual([])
      expect(await named({ state: 'dead', outcome: 'dead', resource: 'issue' })).toEqual(['dead'])
      expect(await named({ state: 'dead', integrationId: other })).toEqual([])
      expect(await named({ state: 'pending', outcome: 'ignored' })).toEqual([])
      expect(await named({ resource: 'nothing' })).toEqual([])
      expect(await named({ integrationId: other, resource: 'issue' })).toEqual(['pending'])
      expect(await named({ integrationId: other, outcome: 'ignored' })).toEqual(['ignored'])
    })
  })

  describe('a page of events', () => {
    test('says what follows it, and that nothing does', async () => {
      await using t = await setup(open)
      await t.say('fire a', 'fire b')
      await t.drain()
      await t.say('fire c')
      const list = (limit: number, after?: string) =>
        t.store.listEvents({}, { limit, ...(after !== undefined && { after }) })

      const first = await list(2)
      const second = await list(2, first.next ?? '')

      expect([first.items.length, first.next]).toEqual([2, first.items[1]?.id ?? ''])
      expect([second.items.length, second.next]).toEqual([1, null])
      expect((await list(3)).next).toBeNull()
      expect(await list(3, second.items[0]?.id)).toEqual({ items: [], next: null })
      expect((await list(3, '999999999999999')).items).toHaveLength(3)
    })

    test('goes on where the one before ended, when what it had is drained meanwhile', async () => {
      await using t = await setup(open)
      const ids = await t.say('fire a', 'fire b', 'hello', 'fire c', 'hello')
      const first = await t.store.listEvents({}, { limit: 2 })

      await t.drain()
      await t.say('later')

      const second = await t.store.listEvents({}, { limit: 10, after: first.next ?? '' })
      const all = [...first.items, ...second.items]
      expect(all.map(({ id }) => id)).toEqual(ids.toReversed())
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
  const who = {
    at: 3000,
    actor: { kind: 'user', id: '7', name: 'jane@example.org' },
    address: '192.0.2.1',
    requestId: 'request 1',
    action: 'event.replay',
    target: null,
    text: 'Put back into the outbox.',
  } satisfies AuditEntry

  describe('a replay in the name of somebody', () => {
    test('stands in the audit log', async () => {
      await using t = await setup(open)
      const [id = ''] = await t.say('hello')
      await t.drain()

      await t.store.replayEvent(id, who)

      const { items } = await t.store.listAudit({}, { limit: 10 })
      expect(items).toEqual([{ ...who, id: expect.any(String), target: `event ${id}` }])
    })

    test('that is refused does not', async () => {
      await using t = await setup(open)
      const [id = ''] = await t.say('hello')

      expect(await codeOf(t.store.replayEvent(id, who))).toBe('conflict')

      expect(await t.store.listAudit({}, { limit: 10 })).toEqual({ items: [], next: null })
    })
  })

  describe('replayDeadEvents', () => {
    const giveUp = { backoff: () => null }

    test('puts all that are dead back into the outbox, and nothing else', async () => {
      await using t = await setup(open)
      const [, ignored = '', , opened = ''] = await t.say('throw', 'hello', 'throw', 'fire a')
      await t.drain(giveUp)

      expect(await t.store.replayDeadEvents()).toBe(2)

      expect(await t.store.countPending()).toBe(2)
      const states = (await t.events()).map(({ state, attempts }) => [state, attempts])
      expect(states).toEqual([
        ['done', 1],
        ['pending', 0],
        ['done', 1],
        ['pending', 0],
      ])
      expect(await t.store.showEvent(ignored)).toMatchObject({ outcome: 'ignored' })
      expect(await t.store.showEvent(opened)).toMatchObject({ outcome: 'opened' })
    })

    test('lets them be processed again, and listed by what they became then', async () => {
      await using t = await setup(open)
      const ids = await t.say('throw', 'throw')
      await t.drain(giveUp)
      await t.store.replayDeadEvents()
      const pending = await t.store.listEvents(
        { state: 'pending', resource: 'issue' },
        { limit: 9 },
      )

      await t.drain({ interpret: () => ({ ignored: 'It says nothing.' }) })

      expect(pending.items.map(({ id }) => id)).toEqual(ids.toReversed())
      const dead = await t.store.listEvents({ state: 'dead' }, { limit: 9 })
      expect(dead).toEqual({ items: [], next: null })
      const found = await t.store.listEvents({ outcome: 'ignored' }, { limit: 9 })
      expect(found.items.map(({ id }) => id)).toEqual(ids.toReversed())
    })

    test('does so with more than fit into one go, and writes it down once', async () => {
      await using t = await setup(open)
      await t.say(...Array.from({ length: 1100 }, () => 'throw'))
      while ((await t.drain({ ...giveUp, limit: 2000 })).more);

      expect(await t.store.replayDeadEvents(who)).toBe(1100)

      expect(await t.store.countPending()).toBe(1100)
      const { items } = await t.store.listAudit({}, { limit: 10 })
      expect(items).toMatchObject([{ text: 'Put 1100 dead events back into the outbox.' }])
    })

    test('puts each back once, also when they die again meanwhile', async () => {
      await using t = await setup(open)
      await t.say(...Array.from({ length: 1100 }, () => 'throw'))
      while ((await t.drain({ ...giveUp, limit: 2000 })).more);

      const replaying = t.store.replayDeadEvents()
      const drainsAgain = async (): Promise<'never'> => {
        for (let turns = 0; turns < 100; turns += 1) {
          await t.drain({ ...giveUp, limit: 2000 })
          await new Promise(setImmediate)
        }
        return 'never'
      }

      expect(await Promise.race([replaying, drainsAgain()])).toBe(1100)
    })

    test('does nothing when there is none', async () => {
      await using t = await setup(open)
      await t.say('hello')
      await t.drain()

      expect(await t.store.replayDeadEvents(who)).toBe(0)

      expect(await t.store.listAudit({}, { limit: 10 })).toEqual({ items: [], next: null })
    })
  })
}
