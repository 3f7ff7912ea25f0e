import { describe, expect, test } from 'bun:test'
import { aToken, setup, type Open } from './setup.ts'

export function describeTokens(open: Open): void {
  describe('findSender', () => {
    test('knows who sends with a token', async () => {
      await using t = await setup(open)
      const other = await t.createIntegration('other')

      expect(await t.store.findSender('hash of test', 1)).toEqual({
        integrationId: t.integrationId,
        secrets: [],
      })
      expect(await t.store.findSender('hash of other', 1)).toEqual({
        integrationId: other,
        secrets: [],
      })
    })

    test.each(['', 'hash of nobody', 'HASH OF TEST', 'hash of test ', '%'])(
      'knows nobody with the hash "%s"',
      async (hash) => {
        await using t = await setup(open)

        expect(await t.store.findSender(hash, 1)).toBeUndefined()
      },
    )

    test('knows nobody once the integration is revoked', async () => {
      await using t = await setup(open)
      await t.store.revokeIntegration(t.integrationId, 700)

      expect(await t.store.findSender('hash of test', 1)).toBeUndefined()
      expect(await t.store.findSender('hash of test', 701)).toBeUndefined()
    })
  })

  describe('rotateToken', () => {
    test('lets the old token work until it expires, and the new one from now on', async () => {
      await using t = await setup(open)

      const rotated = await t.store.rotateToken(t.integrationId, aToken('second', 10), 5000)

      expect(rotated.tokens).toEqual([
        { hint: 'cond', createdAt: 10, expiresAt: null },
        { hint: 'test', createdAt: 1, expiresAt: 5000 },
      ])
      expect(await t.store.findSender('hash of test', 4999)).toBeDefined()
      expect(await t.store.findSender('hash of test', 5000)).toBeUndefined()
      expect(await t.store.findSender('hash of second', 10)).toBeDefined()
      expect(await t.store.findSender('hash of second', 9_999_999)).toBeDefined()
    })

    test('without an overlap ends the old token at once', async () => {
      await using t = await setup(open)

      await t.store.rotateToken(t.integrationId, aToken('second', 10), 10)

      expect(await t.store.findSender('hash of test', 10)).toBeUndefined()
      expect(await t.store.findSender('hash of second', 10)).toBeDefined()
    })

    test('without an overlap ends the old token for good, also when the clock goes back', async () => {
      await using t = await setup(open)

      await t.store.rotateToken(t.integrationId, aToken('second', 5000), 5000)

      for (const now of [1, 4999, 5000, 5001]) {
        expect(await t.store.findSender('hash of test', now)).toBeUndefined()
        expect(await t.store.findSender('hash of second', now)).toBeDefined()
      }
    })

    test('with an overlap lets the old token work until its end, also when the clock goes back', async () => {
      await using t = await setup(open)

      await t.store.rotateToken(t.integrationId, aToken('second', 5000), 5001)

      expect(await t.store.findSender('hash of test', 1)).toBeDefined()
      expect(await t.store.findSender('hash of test', 5000)).toBeDefined()
      expect(await t.store.findSender('hash of test', 5001)).toBeUndefined()
    })

    test('brings an end forward but never puts it off', async () => {
      await using t = await setup(open)
      await t.store.rotateToken(t.integrationId, aToken('second', 10), 5000)

      await t.store.rotateToken(t.integrationId, aToken('third', 20), 9000)
      const longer = await t.store.showIntegration(t.integrationId)
      await t.store.rotateToken(t.integrationId, aToken('fourth', 30), 3000)
      const shorter = await t.store.showIntegration(t.integrationId)

      expect(longer.tokens.map(({ expiresAt }) => expiresAt)).toEqual([null, 9000, 5000])
      expect(shorter.tokens.map(({ expiresAt }) => expiresAt)).toEqual([null, 3000, 3000, 3000])
    })

    test('does not touch the tokens of others', async () => {
      await using t = await setup(open)
      await t.createIntegration('other')

      await t.store.rotateToken(t.integrationId, aToken('second', 10), 10)

      expect(await t.store.findSender('hash of other', 10_000)).toBeDefined()
    })
  })

  describe('rotateClientSecret', () => {
    test('makes an integration that had none ask for signatures', async () => {
      await using t = await setup(open)

      const rotated = await t.store.rotateClientSecret(t.integrationId, 'first', 10, 10)

      expect(rotated.clientSecrets).toEqual([{ createdAt: 10, expiresAt: null }])
      expect((await t.store.findSender('hash of test', 10))?.secrets).toEqual(['first'])
    })

    test('lets both secrets sign until the old one expires', async () => {
      await using t = await setup(open)
      await t.store.rotateClientSecret(t.integrationId, 'first', 10, 10)

      const rotated = await t.store.rotateClientSecret(t.integrationId, 'second', 5000, 20)
      const during = await t.store.findSender('hash of test', 4999)
      const after = await t.store.findSender('hash of test', 5000)

      expect(rotated.clientSecrets).toEqual([
        { createdAt: 20, expiresAt: null },
        { createdAt: 10, expiresAt: 5000 },
      ])
      expect(during?.secrets.toSorted()).toEqual(['first', 'second'])
      expect(after?.secrets).toEqual(['second'])
    })

    test('holds for every token, and only for this integration', async () => {
      await using t = await setup(open)
      await t.createIntegration('other')
      await t.store.rotateToken(t.integrationId, aToken('second', 10), 5000)

      await t.store.rotateClientSecret(t.integrationId, 'ours', 10, 10)

      expect((await t.store.findSender('hash of test', 20))?.secrets).toEqual(['ours'])
      expect((await t.store.findSender('hash of second', 20))?.secrets).toEqual(['ours'])
      expect((await t.store.findSender('hash of other', 20))?.secrets).toEqual([])
    })
  })
}
