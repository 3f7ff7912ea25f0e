import { describe, expect, test } from 'bun:test'
import type { User, UserChange } from '../../../src/store/accounts.ts'
import type { Store } from '../../../src/store/store.ts'
import { aChange, anEntry, aPassword, aUser, pagesFound, setupAccounts } from './accounts.ts'
import { codeOf, unknownIds, type Open } from './setup.ts'

export function describeUsers(open: Open): void {
  describe('users', () => {
    test('are shown as they were created, without their password hash', async () => {
      await using t = await setupAccounts(open)

      const created = await t.store.createUser(
        {
          email: 'jane@example.org',
          name: 'Jané 🛒',
          role: 'viewer',
          passwordHash: '$argon2id$secret',
          createdAt: 500,
        },
        anEntry(),
      )

      expect(created).toEqual({
        id: created.id,
        email: 'jane@example.org',
        name: 'Jané 🛒',
        role: 'viewer',
        createdAt: 500,
        disabledAt: null,
        lastSignInAt: null,
        hasPassword: true,
        singleSignOn: false,
        revision: await t.store.revision(),
      })
      expect(await t.store.showUser(created.id)).toEqual(created)
      expect(await t.store.findUser('jane@example.org')).toEqual(created)
      expect(await t.store.listUsers({ limit: 5 })).toEqual({ items: [created], next: null })
    })

    test('may have no password', async () => {
      await using t = await setupAccounts(open)

      const user = await t.addUser('jane', { passwordHash: null })

      expect(user.hasPassword).toBe(false)
      expect(await t.store.findCredentials(user.email)).toEqual({ user, passwordHash: null })
    })

    test('are one an address', async () => {
      await using t = await setupAccounts(open)
      const user = await t.addUser('jane')
      const second = aUser('jane', { role: 'admin' })

      expect(await codeOf(t.store.createUser(second, anEntry('second')))).toBe('conflict')

      expect((await t.store.listUsers({ limit: 5 })).items).toEqual([user])
      expect(await t.audit()).toEqual([['user.create', `user ${user.id}`]])
    })

    test('are listed newest first, page by page', async () => {
      await using t = await setupAccounts(open)
      const ids: string[] = []
      for (const name of ['a', 'b', 'c', 'd']) ids.unshift((await t.addUser(name)).id)

      const pages = (limit: number) => pagesFound((page) => t.store.listUsers(page), limit)
      expect(await pages(3)).toEqual([ids.slice(0, 3), ids.slice(3)])
      expect(await pages(4)).toEqual([ids])
    })

    test('are found by their address, with their password hash only where it is asked for', async () => {
      await using t = await setupAccounts(open)
      const user = await t.addUser('jane', { passwordHash: 'its hash' })

      expect(await t.store.findCredentials(user.email)).toEqual({ user, passwordHash: 'its hash' })
      expect(await t.store.findCredentials('joe@example.org')).toBeUndefined()
      expect(await t.store.findUser('joe@example.org')).toBeUndefined()
    })

    test('that are disabled have no credentials, but are still found', async () => {
      await using t = await setupAccounts(open)
      const { id, email } = await t.addUser('jane')

      const disabled = await t.store.updateUser(id, aChange({ disabled: true }), anEntry())

      expect(disabled.disabledAt).toBe(500)
      expect(await t.store.findCredentials(email)).toBeUndefined()
      expect(await t.store.findUser(email)).toEqual(disabled)
    })

    test('that are disabled once more keep the first time, and can be enabled again', async () => {
      await using t = await setupAccounts(open)
      const { id, email } = await t.addUser('jane')
      const change = (fields: Partial<UserChange>) =>
        t.store.updateUser(id, aChange(fields), anEntry())
      await change({ disabled: true, now: 500 })

      expect((await change({ disabled: true, now: 600 })).disabledAt).toBe(500)
      expect((await change({ role: 'viewer', now: 700 })).disabledAt).toBe(500)
      expect((await change({ disabled: false, now: 800 })).disabledAt).toBeNull()
      expect(await t.store.findCredentials(email)).toBeDefined()
    })

    test.each<[Partial<UserChange>, Partial<User>]>([
      [{ name: 'Jane' }, { name: 'Jane' }],
      [{ name: null }, { name: null }],
      [{ role: 'admin' }, { role: 'admin' }],
      [
        { role: 'viewer', disabled: true },
        { role: 'viewer', disabledAt: 500 },
      ],
      [{}, {}],
    ])('change by %j in that alone', async (fields, changed) => {
      await using t = await setupAccounts(open)
      const user = await t.addUser('jane', { name: 'J' })

      const updated = await t.store.updateUser(user.id, aChange(fields), anEntry())

      expect(updated).toEqual({ ...user, ...changed, revision: updated.revision })
      expect(await t.store.showUser(user.id)).toEqual(updated)
    })

    test('note when they signed in', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')

      await t.store.noteSignIn(id, 700, anEntry('sign-in'))

      expect((await t.store.showUser(id)).lastSignInAt).toBe(700)
      expect((await t.audit())[0]).toEqual(['sign-in', `user ${id}`])
    })

    test.each<[string, (store: Store, id: string) => Promise<unknown>]>([
      ['an update', (store, id) => store.updateUser(id, aChange({ name: 'J' }), anEntry())],
      ['a password', (store, id) => store.setPassword(id, aPassword('new'), anEntry())],
      ['a sign-in', (store, id) => store.noteSignIn(id, 5, anEntry())],
      ['an identity', (store, id) => store.addIdentity(id, identity, anEntry())],
    ])('get the next revision by %s', async (_, change) => {
      await using t = await setupAccounts(open)
      const { id, revision } = await t.addUser('jane')
      await t.addUser('joe')
      const before = await t.store.revision()

      await change(t.store, id)

      const after = await t.store.showUser(id)
      expect(before).toBeGreaterThan(revision)
      expect(after.revision).toBeGreaterThan(before)
      expect(await t.store.revision()).toBe(after.revision)
    })

    test('change only if they did not meanwhile, where that is asked for', async () => {
      await using t = await setupAccounts(open)
      const seen = await t.addUser('jane')
      const update = (fields: Partial<UserChange>) =>
        t.store.updateUser(seen.id, aChange(fields), anEntry('update'))

      const first = await update({ role: 'viewer', ifRevision: seen.revision })
      const second = update({ role: 'admin', ifRevision: seen.revision })

      expect(await codeOf(second)).toBe('precondition_failed')
      expect(await t.store.showUser(seen.id)).toEqual(first)
      expect(await t.audit()).toHaveLength(2)
      expect((await update({ role: 'admin', ifRevision: null })).role).toBe('admin')
    })

    test('that are deleted are gone, and their address is free for another', async () => {
      await using t = await setupAccounts(open)
      const { id, email } = await t.addUser('jane')
      const before = await t.store.revision()

      await t.store.deleteUser(id, anEntry('user.delete'))

      expect(await codeOf(t.store.showUser(id))).toBe('not_found')
      expect(await t.store.findUser(email)).toBeUndefined()
      expect(await t.store.revision()).toBeGreaterThan(before)
      expect((await t.audit())[0]).toEqual(['user.delete', `user ${id}`])
      expect(Number((await t.addUser('jane')).id)).toBeGreaterThan(Number(id))
    })

    test.each<[string, (store: Store, id: string) => Promise<unknown>]>([
      ['shown', (store, id) => store.showUser(id)],
      ['updated', (store, id) => store.updateUser(id, aChange({ role: 'admin' }), anEntry())],
      ['given a password', (store, id) => store.setPassword(id, aPassword('new'), anEntry())],
      ['given an identity', (store, id) => store.addIdentity(id, identity, anEntry())],
      ['signed in', (store, id) => store.noteSignIn(id, 1, anEntry())],
      ['deleted', (store, id) => store.deleteUser(id, anEntry())],
    ])('that do not exist cannot be %s', async (_, work) => {
      await using t = await setupAccounts(open)
      await t.addAdmin()
      const before = [await t.audit(), await t.store.revision()]

      for (const id of unknownIds) expect(await codeOf(work(t.store, id))).toBe('not_found')

      expect([await t.audit(), await t.store.revision()]).toEqual(before)
    })
  })
}

const identity = { issuer: 'https://id.example.org', subject: 'x', createdAt: 1 }
