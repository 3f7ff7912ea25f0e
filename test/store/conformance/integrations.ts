import { describe, expect, test } from 'bun:test'
import type { Store } from '../../../src/store/store.ts'
import { anEvent, aToken, codeOf, pagesOf, setup, unknownIds, type Open } from './setup.ts'

export function describeIntegrations(open: Open): void {
  describe('integrations', () => {
    test('are shown as they were created, without their secrets', async () => {
      await using t = await setup(open)

      const created = await t.store.createIntegration({
        name: 'Läden 🛒',
        token: { hash: 'abc', hint: 'f00d', createdAt: 500 },
        clientSecret: 'top secret',
        createdAt: 500,
      })

      expect(created).toEqual({
        id: created.id,
        name: 'Läden 🛒',
        source: 'sentry',
        createdAt: 500,
        revokedAt: null,
        silentAfter: null,
        tokens: [{ hint: 'f00d', createdAt: 500, expiresAt: null }],
        clientSecrets: [{ createdAt: 500, expiresAt: null }],
        revision: expect.any(Number),
      })
      expect(await t.store.showIntegration(created.id)).toEqual(created)
      expect((await t.store.listIntegrations({ limit: 1 })).items[0]).toEqual(created)
    })

    test('without a client secret show none', async () => {
      await using t = await setup(open)

      expect((await t.store.showIntegration(t.integrationId)).clientSecrets).toEqual([])
    })

    test('may have the same name, but not the same token', async () => {
      await using t = await setup(open)
      const taken = { name: 'second', token: aToken('test'), clientSecret: null, createdAt: 2 }

      expect(await codeOf(t.store.createIntegration(taken))).not.toBe('no error')
      expect((await t.store.listIntegrations({ limit: 10 })).items).toHaveLength(1)

      await t.store.createIntegration({ ...taken, name: 'test', token: aToken('other') })
      const { items } = await t.store.listIntegrations({ limit: 10 })
      expect(items.map(({ name }) => name)).toEqual(['test', 'test'])
    })

    test('are listed newest first, page by page', async () => {
      await using t = await setup(open)
      const ids = [t.integrationId]
      for (const name of ['b', 'c', 'd', 'e']) ids.push(await t.createIntegration(name))
      const [a, b, c, d, e] = ids

      expect(await pagesOf((page) => t.store.listIntegrations(page), 2)).toEqual([
        [e, d],
        [c, b],
        [a],
      ] as string[][])
    })

    test('have growing ids', async () => {
      await using t = await setup(open)

      const next = await t.createIntegration('next')

      expect(Number(next)).toBeGreaterThan(Number(t.integrationId))
    })

    test('that are revoked stay with what they sent', async () => {
      await using t = await setup(open)
      await t.say('fire a')
      await t.drain()

      const revoked = await t.store.revokeIntegration(t.integrationId, 700)

      expect(revoked.revokedAt).toBe(700)
      expect(await t.store.showIntegration(t.integrationId)).toEqual(revoked)
      expect(await t.alerts()).toHaveLength(1)
      expect(await t.events()).toHaveLength(1)
    })

    test('that are revoked once more keep the first time', async () => {
      await using t = await setup(open)
      await t.store.revokeIntegration(t.integrationId, 700)

      expect((await t.store.revokeIntegration(t.integrationId, 900)).revokedAt).toBe(700)
    })

    test.each<[string, (store: Store, id: string) => Promise<unknown>]>([
      ['a new token', (store, id) => store.rotateToken(id, aToken('new'), 800)],
      ['a new client secret', (store, id) => store.rotateClientSecret(id, 'new', 800, 800)],
      ['no client secret', (store, id) => store.removeClientSecrets(id)],
    ])('that are revoked cannot be given %s', async (_, rotate) => {
      await using t = await setup(open)
      const before = await t.store.revokeIntegration(t.integrationId, 700)

      expect(await codeOf(rotate(t.store, t.integrationId))).toBe('conflict')
      expect(await t.store.showIntegration(t.integrationId)).toEqual(before)
    })

    test.each<[string, (store: Store, id: string) => Promise<unknown>]>([
      ['shown', (store, id) => store.showIntegration(id)],
      ['revoked', (store, id) => store.revokeIntegration(id, 1)],
      ['given a token', (store, id) => store.rotateToken(id, aToken('new'), 1)],
      ['given a client secret', (store, id) => store.rotateClientSecret(id, 'new', 1, 1)],
    ])('that do not exist cannot be %s', async (_, work) => {
      await using t = await setup(open)

      for (const id of unknownIds) expect(await codeOf(work(t.store, id))).toBe('not_found')
      expect(await t.store.findSender('hash of new', 1)).toBeUndefined()
    })

    test('keep apart what they send', async () => {
      await using t = await setup(open)
      const other = await t.createIntegration('other')

      await t.store.append([
        anEvent(t.integrationId, { text: 'fire a' }),
        anEvent(other, { text: 'fire a' }),
        anEvent(other, { text: 'resolve a' }),
      ])
      await t.drain()

      expect(await t.alerts()).toMatchObject([
        { integrationId: other, dedupKey: 'a', status: 'resolved' },
        { integrationId: t.integrationId, dedupKey: 'a', status: 'open' },
      ])
    })
  })
}
