import { describe, expect, test } from 'bun:test'
import type { Store } from '../../../src/store/store.ts'
import { aChange, anEntry, aPassword, pagesFound, setupAccounts } from './accounts.ts'
import { codeOf, unknownIds, type Open } from './setup.ts'

export function describeApiTokens(open: Open): void {
  describe('API tokens', () => {
    test('are found by their hash, which is not given out', async () => {
      await using t = await setupAccounts(open)
      const owner = await t.addUser('jane')

      const token = await t.store.createApiToken(
        {
          hash: 'abcdef',
          hint: '41ab',
          label: 'ci',
          role: 'operator',
          userId: owner.id,
          createdBy: 'jane@example.org',
          createdAt: 10,
          expiresAt: 1000,
        },
        anEntry('token.create'),
      )

      expect(token).toEqual({
        id: token.id,
        hint: '41ab',
        label: 'ci',
        role: 'operator',
        userId: owner.id,
        createdBy: 'jane@example.org',
        createdAt: 10,
        expiresAt: 1000,
        lastUsedAt: null,
        lastUsedFrom: null,
      })
      expect(await t.store.findApiToken('abcdef', 20)).toEqual({ token, owner })
      expect(await t.store.showApiToken(token.id)).toEqual(token)
      expect((await t.audit())[0]).toEqual(['token.create', `token ${token.id}`])
      expect(await t.store.findApiToken('abcdee', 20)).toBeUndefined()
    })

    test('that a command made are nobody’s', async () => {
      await using t = await setupAccounts(open)

      const token = await t.addToken('abc')

      expect(await t.store.findApiToken('abc', 5)).toEqual({ token, owner: null })
    })

    test('stop working at their end, if they have one, and are still listed', async () => {
      await using t = await setupAccounts(open)
      const token = await t.addToken('ends', { expiresAt: 1000 })
      await t.addToken('lasts', { expiresAt: null })

      expect(await t.store.findApiToken('ends', 999)).toBeDefined()
      expect(await t.store.findApiToken('ends', 1000)).toBeUndefined()
      expect(await t.store.findApiToken('lasts', Number.MAX_SAFE_INTEGER)).toBeDefined()
      await t.store.forgetExpired(2000)
      expect((await t.store.listApiTokens(null, { limit: 5 })).items).toContainEqual(token)
    })

    test('remember when and from where they were used', async () => {
      await using t = await setupAccounts(open)
      const token = await t.addToken('abc')

      await t.store.touchApiToken(token.id, { now: 900, address: '192.0.2.9' })

      const used = { ...token, lastUsedAt: 900, lastUsedFrom: '192.0.2.9' }
      expect(await t.store.showApiToken(token.id)).toEqual(used)
    })

    test('know the role that their owner has now', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane', { role: 'operator' })
      const token = await t.addToken('abc', { userId: id, role: 'operator' })

      const owner = await t.store.updateUser(id, aChange({ role: 'viewer' }), anEntry())

      expect(await t.store.findApiToken('abc', 5)).toEqual({ token, owner })
    })

    test('rest while their owner is disabled', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      const token = await t.addToken('abc', { userId: id })
      const disable = (disabled: boolean) =>
        t.store.updateUser(id, aChange({ disabled }), anEntry())

      await disable(true)
      expect(await t.store.findApiToken('abc', 5)).toBeUndefined()
      expect((await t.store.listApiTokens(id, { limit: 5 })).items).toEqual([token])

      const owner = await disable(false)
      expect(await t.store.findApiToken('abc', 5)).toEqual({ token, owner })
    })

    test('outlast a change of the password, but not their owner', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      const token = await t.addToken('abc', { userId: id })

      await t.store.setPassword(id, aPassword('new'), anEntry())
      expect(await t.store.findApiToken('abc', 5)).toBeDefined()

      await t.store.deleteUser(id, anEntry())
      expect(await t.store.findApiToken('abc', 5)).toBeUndefined()
      expect(await codeOf(t.store.showApiToken(token.id))).toBe('not_found')
    })

    test('are listed newest first, of one user or of all', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      const a = (await t.addToken('a', { userId: id })).id
      const b = (await t.addToken('b')).id
      const c = (await t.addToken('c', { userId: id })).id
      const d = (await t.addToken('d', { userId: id })).id
      const pages = (userId: string | null) =>
        pagesFound((page) => t.store.listApiTokens(userId, page), 2)

      expect(await pages(null)).toEqual([
        [d, c],
        [b, a],
      ])
      expect(await pages(id)).toEqual([[d, c], [a]])
    })

    test('that are revoked are gone, and use does not bring them back', async () => {
      await using t = await setupAccounts(open)
      const token = await t.addToken('abc')
      await t.addToken('other')

      await t.store.revokeApiToken(token.id, anEntry('token.revoke'))
      await t.store.touchApiToken(token.id, { now: 5, address: null })

      expect(await t.store.findApiToken('abc', 5)).toBeUndefined()
      expect(await t.store.findApiToken('other', 5)).toBeDefined()
      expect((await t.audit())[0]).toEqual(['token.revoke', `token ${token.id}`])
    })

    test('cannot be made for nobody', async () => {
      await using t = await setupAccounts(open)

      for (const userId of unknownIds) {
        expect(await codeOf(t.addToken('abc', { userId }))).toBe('not_found')
      }
      expect(await t.store.findApiToken('abc', 5)).toBeUndefined()
      expect(await t.audit()).toEqual([])
    })

    test.each<[string, (store: Store, id: string) => Promise<unknown>]>([
      ['shown', (store, id) => store.showApiToken(id)],
      ['revoked', (store, id) => store.revokeApiToken(id, anEntry())],
    ])('that do not exist cannot be %s', async (_, work) => {
      await using t = await setupAccounts(open)

      for (const id of unknownIds) expect(await codeOf(work(t.store, id))).toBe('not_found')
      expect(await t.audit()).toEqual([])
    })
  })
}
