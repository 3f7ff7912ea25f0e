import { describe, expect, test } from 'bun:test'
import type { Refusal } from '../../../src/store/store.ts'
import { setup, type Open } from './setup.ts'

const hour = 3_600_000
const day = 24 * hour

export function describeRefusals(open: Open): void {
  /** A store, and refusals of its integration. */
  async function refusing() {
    const t = await setup(open)
    const aRefusal = (fields: Partial<Refusal> = {}): Refusal => ({
      integrationId: t.integrationId,
      code: 'unauthorized',
      reason: 'The signature does not fit.',
      count: 1,
      lastAt: 100,
      ...fields,
    })
    const shown = async (since = 0) => (await t.store.showHealth(t.integrationId, since)).refusals
    return { ...t, aRefusal, shown }
  }

  describe('recordRefusals', () => {
    test('adds up what is of one kind, and keeps the newest reason', async () => {
      await using t = await refusing()

      await t.store.recordRefusals([t.aRefusal({ count: 2, lastAt: 100 })])
      await t.store.recordRefusals([
        t.aRefusal({ count: 3, lastAt: 300, reason: 'newest' }),
        t.aRefusal({ count: 4, lastAt: 200, reason: 'older' }),
        t.aRefusal({ code: 'invalid_json', lastAt: 150 }),
      ])

      expect(await t.shown()).toEqual([
        { code: 'unauthorized', reason: 'newest', count: 9, lastAt: 300 },
        {
          code: 'invalid_json',
          reason: 'The signature does not fit.',
          count: 1,
          lastAt: 150,
        },
      ])
    })

    test('adds up over hours, as far back as is asked for', async () => {
      await using t = await refusing()

      await t.store.recordRefusals([
        t.aRefusal({ count: 1, lastAt: 0.5 * hour, reason: 'a' }),
        t.aRefusal({ count: 2, lastAt: 1.5 * hour, reason: 'b' }),
        t.aRefusal({ count: 4, lastAt: 2.5 * hour, reason: 'c' }),
      ])

      expect(await t.shown(0)).toMatchObject([{ count: 7, reason: 'c' }])
      expect(await t.shown(hour)).toMatchObject([{ count: 6, reason: 'c' }])
      expect(await t.shown(1.6 * hour)).toMatchObject([{ count: 4 }])
      expect(await t.shown(3 * hour)).toEqual([])
    })

    test('keeps apart whose they are', async () => {
      await using t = await refusing()
      const other = await t.createIntegration('other')

      await t.store.recordRefusals([
        t.aRefusal({ count: 1 }),
        t.aRefusal({ count: 2, integrationId: other }),
        t.aRefusal({ count: 4, integrationId: null, reason: 'Nobody has this token.' }),
      ])

      expect(await t.shown()).toMatchObject([{ count: 1 }])
      expect((await t.store.showHealth(other, 0)).refusals).toMatchObject([{ count: 2 }])
      expect(await t.store.listStrayRefusals(0)).toEqual([
        { code: 'unauthorized', reason: 'Nobody has this token.', count: 4, lastAt: 100 },
      ])
      expect(await t.store.listStrayRefusals(hour)).toEqual([])
    })

    test('forgets what is older than thirty days', async () => {
      await using t = await refusing()
      await t.store.recordRefusals([
        t.aRefusal({ lastAt: 10, code: 'unauthorized' }),
        t.aRefusal({ lastAt: day, code: 'invalid_json' }),
      ])

      await t.store.recordRefusals([t.aRefusal({ lastAt: 30.5 * day, code: 'too_large' })])

      expect((await t.shown()).map(({ code }) => code)).toEqual(['too_large', 'invalid_json'])
    })

    test('of nothing is nothing', async () => {
      await using t = await refusing()

      await t.store.recordRefusals([])

      expect(await t.store.listStrayRefusals(0)).toEqual([])
    })
  })
}
