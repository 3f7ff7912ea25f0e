import { describe, expect, test } from 'bun:test'
import type { Store } from '../../../src/store/store.ts'
import { aChange, anEntry, aPassword, pagesFound, setupAccounts } from './accounts.ts'
import { codeOf, unknownIds, type Open } from './setup.ts'

export function describeSessions(open: Open): void {
  describe('sessions', () => {
    test('are found by their hash, which is not given out', async () => {
      await using t = await setupAccounts(open)
      const user = await t.addUser('jane')

      const session = await t.store.createSession({
        hash: 'abc',
        userId: user.id,
        createdAt: 10,
        expiresAt: 1000,
        address: '192.0.2.7',
        userAgent: 'Mozilla/5.0',
      })

      expect(session).toEqual({
        id: session.id,
        userId: user.id,
        email: 'jane@example.org',
        createdAt: 10,
        lastUsedAt: 10,
        expiresAt: 1000,
        address: '192.0.2.7',
        userAgent: 'Mozilla/5.0',
      })
      expect(await t.store.findSession('abc', 20)).toEqual({ session, user })
      expect(await t.store.showSession(session.id)).toEqual(session)
      expect(await t.store.findSession('abd', 20)).toBeUndefined()
    })

    test('end at their end', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      await t.addSession(id, 'abc', { expiresAt: 1000 })

      expect(await t.store.findSession('abc', 999)).toBeDefined()
      expect(await t.store.findSession('abc', 1000)).toBeUndefined()
    })

    test('last longer when they are used, and say from where', async () => {
      await using t = await setupAccounts(open)
      const user = await t.addUser('jane')
      const session = await t.addSession(user.id, 'abc')

      const use = { now: 900, expiresAt: 2000, address: '192.0.2.9' }
      await t.store.touchSession(session.id, use)

      const touched = { ...session, lastUsedAt: 900, expiresAt: 2000, address: '192.0.2.9' }
      expect(await t.store.findSession('abc', 1500)).toEqual({ session: touched, user })
    })

    test('that have ended are not brought back by use', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      const session = await t.addSession(id, 'abc')
      await t.store.deleteSession(session.id, null)

      await t.store.touchSession(session.id, { now: 5, expiresAt: 2000, address: null })

      expect(await t.store.findSession('abc', 6)).toBeUndefined()
    })

    test('know the role that their user has now', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane', { role: 'operator' })
      await t.addSession(id, 'abc')

      const updated = await t.store.updateUser(id, aChange({ role: 'viewer' }), anEntry())

      expect((await t.store.findSession('abc', 5))?.user).toEqual(updated)
    })

    test.each<[string, (store: Store, id: string) => Promise<unknown>]>([
      ['disabled', (store, id) => store.updateUser(id, aChange({ disabled: true }), anEntry())],
      ['deleted', (store, id) => store.deleteUser(id, anEntry())],
    ])('end when their user is %s, and those of others do not', async (_, remove) => {
      await using t = await setupAccounts(open)
      const jane = await t.addUser('jane')
      const joe = await t.addUser('joe')
      await t.addSession(jane.id, 'of jane')
      const ofJoe = await t.addSession(joe.id, 'of joe')

      await remove(t.store, jane.id)

      expect(await t.store.findSession('of jane', 5)).toBeUndefined()
      expect((await t.store.listSessions(null, 5, { limit: 5 })).items).toEqual([ofJoe])
    })

    test('do not come back when their user is enabled again', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      await t.addSession(id, 'abc')

      for (const disabled of [true, false]) {
        await t.store.updateUser(id, aChange({ disabled }), anEntry())
      }

      expect(await t.store.findSession('abc', 5)).toBeUndefined()
    })

    test('cannot begin for somebody disabled, or for nobody', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      await t.store.updateUser(id, aChange({ disabled: true }), anEntry())

      expect(await codeOf(t.addSession(id, 'abc'))).toBe('unauthorized')
      for (const unknown of unknownIds) {
        expect(await codeOf(t.addSession(unknown, 'abc'))).toBe('not_found')
      }
      await t.store.updateUser(id, aChange({ disabled: false }), anEntry())
      expect(await t.store.findSession('abc', 5)).toBeUndefined()
    })

    test('end with the password, but for the one in which it is changed', async () => {
      await using t = await setupAccounts(open)
      const jane = await t.addUser('jane')
      const joe = await t.addUser('joe')
      const kept = await t.addSession(jane.id, 'kept')
      await t.addSession(jane.id, 'other')
      await t.addSession(joe.id, 'of joe')

      const change = aPassword('new', { keepSessionId: kept.id })
      const user = await t.store.setPassword(jane.id, change, anEntry('password'))

      expect(await t.store.findSession('kept', 5)).toEqual({ session: kept, user })
      expect(await t.store.findSession('other', 5)).toBeUndefined()
      expect(await t.store.findSession('of joe', 5)).toBeDefined()
      expect((await t.store.findCredentials(user.email))?.passwordHash).toBe('new')
      expect((await t.audit())[0]).toEqual(['password', `user ${jane.id}`])
    })

    test('all end with the password when none is to be kept', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      await t.addSession(id, 'a')
      await t.addSession(id, 'b')

      await t.store.setPassword(id, aPassword('new'), anEntry())

      expect((await t.store.listSessions(id, 5, { limit: 5 })).items).toEqual([])
    })

    test('are listed newest first, of one user or of all, without those that expired', async () => {
      await using t = await setupAccounts(open)
      const jane = await t.addUser('jane')
      const joe = await t.addUser('joe')
      const add = async (userId: string, hash: string, expiresAt = 1000) =>
        (await t.addSession(userId, hash, { expiresAt })).id
      const a = await add(jane.id, 'a')
      const b = await add(joe.id, 'b')
      await add(jane.id, 'expired', 400)
      const c = await add(jane.id, 'c')
      const d = await add(jane.id, 'd')
      const pages = (userId: string | null) =>
        pagesFound((page) => t.store.listSessions(userId, 400, page), 2)

      expect(await pages(null)).toEqual([
        [d, c],
        [b, a],
      ])
      expect(await pages(jane.id)).toEqual([[d, c], [a]])
      expect(await pages(joe.id)).toEqual([[b]])
    })

    test('can be ended one by one', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      const ended = await t.addSession(id, 'ended')
      await t.addSession(id, 'other')

      await t.store.deleteSession(ended.id, anEntry('session.delete'))

      expect(await t.store.findSession('ended', 5)).toBeUndefined()
      expect(await t.store.findSession('other', 5)).toBeDefined()
      expect((await t.audit())[0]).toEqual(['session.delete', `session ${ended.id}`])
    })

    test.each<[string, (store: Store, id: string) => Promise<unknown>]>([
      ['shown', (store, id) => store.showSession(id)],
      ['ended', (store, id) => store.deleteSession(id, anEntry())],
    ])('that do not exist cannot be %s', async (_, work) => {
      await using t = await setupAccounts(open)

      for (const id of unknownIds) expect(await codeOf(work(t.store, id))).toBe('not_found')
      expect(await t.audit()).toEqual([])
    })

    test('that expired are forgotten, and only these', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      const expired = await t.addSession(id, 'expired', { expiresAt: 1000 })
      const kept = await t.addSession(id, 'kept', { expiresAt: 1001 })

      await t.store.forgetExpired(1000)

      expect(await codeOf(t.store.showSession(expired.id))).toBe('not_found')
      expect(await t.store.showSession(kept.id)).toEqual(kept)
    })
  })
}
