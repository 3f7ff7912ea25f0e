import { describe, expect, test } from 'bun:test'
import type { StoredSilence } from '../../../src/store/deliveries.ts'
import { codeOf, pagesOf, setup, unknownIds, type Open } from './setup.ts'
import { aChannel, aRule, audit } from './telling.ts'

const aSilence = (fields: Partial<StoredSilence> = {}): Omit<StoredSilence, 'id'> => ({
  match: { integrationIds: [], projects: ['shop'], title: null },
  startsAt: 1000,
  endsAt: 5000,
  reason: 'maintenance',
  by: 'jane',
  createdAt: 900,
  ...fields,
})

export function describeSilences(open: Open): void {
  describe('silences', () => {
    test('are kept as they were given, newest first', async () => {
      await using t = await setup(open)
      for (let nth = 0; nth < 3; nth += 1) await t.store.createSilence(aSilence(), audit)

      const { items } = await t.store.listSilences({ limit: 1 })

      expect(items).toEqual([{ id: '3', ...aSilence() }])
      expect(await pagesOf((page) => t.store.listSilences(page), 2)).toEqual([['3', '2'], ['1']])
    })

    test('end when somebody says so, and stay ended', async () => {
      await using t = await setup(open)
      await t.store.createSilence(aSilence(), audit)
      await t.store.createSilence(aSilence({ startsAt: 4000 }), audit)

      const ended = await t.store.endSilence('1', 3000, audit)
      const again = await t.store.endSilence('1', 4000, audit)
      const never = await t.store.endSilence('2', 3000, audit)

      expect([ended.endsAt, again.endsAt]).toEqual([3000, 3000])
      expect(never).toMatchObject({ startsAt: 3000, endsAt: 3000 })
    })

    test('that are none are not found', async () => {
      await using t = await setup(open)

      for (const id of unknownIds) {
        expect(await codeOf(t.store.endSilence(id, 1, audit))).toBe('not_found')
      }
    })

    test('keep what they match quiet, and say who silenced it; its end is told where its opening was', async () => {
      await using t = await setup(open)
      const channel = await t.store.createChannel(aChannel(), audit)
      await t.store.createRule(aRule([channel.id]), audit)
      await t.say('fire before error shop')
      await t.drain({ now: 500 })
      await t.store.createSilence(aSilence(), audit)

      await t.say('fire a error shop', 'fire b error blog', 'resolve before', 'resolve a')
      await t.drain({ now: 2000 })
      await t.say('fire c error shop')
      await t.drain({ now: 5000 })

      const { items } = await t.store.listDeliveries({}, { limit: 100 })
      const told = items
        .toReversed()
        .map(({ change, alertId, state }) => `${change} ${alertId} ${state}`)
      expect(told).toEqual([
        'opened 1 pending',
        'opened 2 quiet',
        'opened 3 pending',
        'resolved 1 pending',
        'opened 4 pending',
      ])
      expect(items.find(({ alertId }) => alertId === '2')?.reason).toContain('silenced by jane')
      const { timeline } = await t.store.showAlert('2', 100)
      expect(timeline.some(({ text }) => text.includes('silenced by jane'))).toBe(true)
    })
  })
}
