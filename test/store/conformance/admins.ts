import { describe, expect, test } from 'bun:test'
import type { Store } from '../../../src/store/store.ts'
import { aChange, anEntry, setupAccounts } from './accounts.ts'
import { codeOf, type Open } from './setup.ts'

const losses: [string, (store: Store, id: string) => Promise<unknown>][] = [
  ['disabled', (store, id) => store.updateUser(id, aChange({ disabled: true }), anEntry('loss'))],
  [
    'made an operator',
    (store, id) => store.updateUser(id, aChange({ role: 'operator' }), anEntry('loss')),
  ],
  ['deleted', (store, id) => store.deleteUser(id, anEntry('loss'))],
]

export function describeAdmins(open: Open): void {
  describe('admins', () => {
    test('are needed until there is one who can sign in', async () => {
      await using t = await setupAccounts(open)
      expect(await t.store.needsAdmin()).toBe(true)

      await t.addUser('jane', { role: 'operator' })
      await t.addUser('joe', { role: 'admin', passwordHash: null })
      expect(await t.store.needsAdmin()).toBe(true)

      await t.addAdmin()
      expect(await t.store.needsAdmin()).toBe(false)
    })

    test('can sign in with an identity, too', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('joe', { role: 'admin', passwordHash: null })

      await t.store.addIdentity(id, { issuer: 'i', subject: 's', createdAt: 1 }, anEntry())

      expect(await t.store.needsAdmin()).toBe(false)
    })

    describe.each(losses)('that are the last one', (how, lose) => {
      test(`cannot be ${how}`, async () => {
        await using t = await setupAccounts(open)
        const { id } = await t.addAdmin()
        await t.addUser('jane')
        // One who cannot sign in yet is none to rely on.
        await t.addUser('joe', { role: 'admin', passwordHash: null })
        await t.addSession(id, 'session')
        const before = [await t.store.showUser(id), await t.audit(), await t.store.revision()]

        expect(await codeOf(lose(t.store, id))).toBe('conflict')

        const after = [await t.store.showUser(id), await t.audit(), await t.store.revision()]
        expect(after).toEqual(before)
        expect(await t.store.findSession('session', 5)).toBeDefined()
      })

      test(`cannot be ${how} even when they cannot sign in yet`, async () => {
        await using t = await setupAccounts(open)
        const { id } = await t.addUser('joe', { role: 'admin', passwordHash: null })

        expect(await codeOf(lose(t.store, id))).toBe('conflict')
      })

      test(`can be ${how} when there is another`, async () => {
        await using t = await setupAccounts(open)
        const { id } = await t.addAdmin('a')
        await t.addAdmin('b')

        expect(await codeOf(lose(t.store, id))).toBe('no error')

        expect(await t.store.needsAdmin()).toBe(false)
      })
    })

    test('that are disabled do not count', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addAdmin('a')
      const other = await t.addAdmin('b')
      await t.store.updateUser(other.id, aChange({ disabled: true }), anEntry())

      expect(await codeOf(t.store.deleteUser(id, anEntry()))).toBe('conflict')
      expect(await codeOf(t.store.deleteUser(other.id, anEntry()))).toBe('no error')
    })

    test('that are the last one can change in everything else', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addAdmin()

      const change = aChange({ name: 'Root', role: 'admin', disabled: false })
      expect(await t.store.updateUser(id, change, anEntry())).toMatchObject({ name: 'Root' })
    })

    test('may be missing when somebody else goes', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')

      expect(await codeOf(t.store.deleteUser(id, anEntry()))).toBe('no error')
    })

    test('two who take each other away at once leave one', async () => {
      await using t = await setupAccounts(open)
      const a = await t.addAdmin('a')
      const b = await t.addAdmin('b')
      const demote = (id: string) => t.store.updateUser(id, aChange({ role: 'viewer' }), anEntry())

      const codes = await Promise.all([codeOf(demote(a.id)), codeOf(demote(b.id))])

      expect(codes.toSorted()).toEqual(['conflict', 'no error'])
      expect(await t.store.needsAdmin()).toBe(false)
    })
  })
}
