import { describe, expect, test } from 'bun:test'
import { aToken, setup, type Open } from './setup.ts'

export function describeSenders(open: Open): void {
  describe('findTokenOwner', () => {
    test('knows whose token it is, also when it does not work any more', async () => {
      await using t = await setup(open)
      await t.createIntegration('other')
      await t.store.rotateToken(t.integrationId, aToken('second', 10), 10)
      await t.store.revokeIntegration(t.integrationId, 20)

      expect(await t.store.findTokenOwner('hash of test')).toBe(t.integrationId)
      expect(await t.store.findTokenOwner('hash of second')).toBe(t.integrationId)
      expect(await t.store.findTokenOwner('hash of nobody')).toBeUndefined()
    })
  })

  describe('senderOf', () => {
    test('gives the secrets that are valid now', async () => {
      await using t = await setup(open)
      await t.store.rotateClientSecret(t.integrationId, 'first', 10, 10)
      await t.store.rotateClientSecret(t.integrationId, 'second', 5000, 20)

      const during = await t.store.senderOf(t.integrationId, 4999)
      const after = await t.store.senderOf(t.integrationId, 5000)

      expect(during?.secrets.toSorted()).toEqual(['first', 'second'])
      expect(after).toEqual({ integrationId: t.integrationId, secrets: ['second'] })
    })

    test('gives nothing of an integration that is revoked', async () => {
      await using t = await setup(open)
      await t.store.revokeIntegration(t.integrationId, 20)

      expect(await t.store.senderOf(t.integrationId, 30)).toBeUndefined()
    })
  })
}
