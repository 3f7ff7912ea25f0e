import { describe, expect, test } from 'bun:test'
import { messageOf } from '../../../src/errors.ts'
import { aChange, aLink, anEntry, aPassword, aUser, setupAccounts } from './accounts.ts'
import { codeOf, unknownIds, type Open } from './setup.ts'

const first = aUser('root', { role: 'admin', createdAt: 500 })

export function describeLinks(open: Open): void {
  describe('set-up links', () => {
    test('make the first admin, once', async () => {
      await using t = await setupAccounts(open)
      await t.addLink('link')
      expect(await t.store.findLink('link', 5)).toEqual({
        kind: 'setup',
        user: null,
        expiresAt: 1000,
      })

      const user = await t.store.useSetupLink('link', first, anEntry('setup'))

      expect(user).toMatchObject({ email: first.email, role: 'admin', hasPassword: true })
      expect(await t.store.needsAdmin()).toBe(false)
      expect(await t.audit()).toEqual([
        ['setup', `user ${user.id}`],
        ['link.create', null],
      ])
      expect(await t.store.findLink('link', 5)).toBeUndefined()
      const again = t.store.useSetupLink('link', aUser('eve', { role: 'admin' }), anEntry())
      expect(await codeOf(again)).toBe('unauthorized')
    })

    test('used twice at the same time make one admin', async () => {
      await using t = await setupAccounts(open)
      await t.addLink('link')
      const use = (name: string) =>
        t.store.useSetupLink('link', aUser(name, { role: 'admin' }), anEntry())

      const codes = await Promise.all([codeOf(use('a')), codeOf(use('b'))])

      expect(codes.toSorted()).toEqual(['no error', 'unauthorized'])
      expect((await t.store.listUsers({ limit: 5 })).items).toHaveLength(1)
    })

    test('stop working when there is a newer one', async () => {
      await using t = await setupAccounts(open)
      await t.addLink('old')
      await t.addLink('new')

      expect(await codeOf(t.store.useSetupLink('old', first, anEntry()))).toBe('unauthorized')
      expect(await codeOf(t.store.useSetupLink('new', first, anEntry()))).toBe('no error')
    })

    test('stop working at their end', async () => {
      await using t = await setupAccounts(open)
      await t.addLink('link', { expiresAt: 1000 })
      const late = { ...first, createdAt: 1000 }

      expect(await t.store.findLink('link', 999)).toBeDefined()
      expect(await t.store.findLink('link', 1000)).toBeUndefined()
      expect(await codeOf(t.store.useSetupLink('link', late, anEntry()))).toBe('unauthorized')
    })

    test('never make a second admin', async () => {
      await using t = await setupAccounts(open)
      await t.addLink('link')
      await t.addAdmin('jane')
      const before = await t.audit()

      expect(await t.store.findLink('link', 5)).toBeUndefined()
      expect(await codeOf(t.store.useSetupLink('link', first, anEntry()))).toBe('unauthorized')

      expect((await t.store.listUsers({ limit: 5 })).items).toHaveLength(1)
      expect(await t.audit()).toEqual(before)
    })

    test('are used up also by an admin who cannot sign in yet', async () => {
      await using t = await setupAccounts(open)
      await t.addLink('link')

      await t.store.useSetupLink('link', { ...first, passwordHash: null }, anEntry())

      expect(await t.store.needsAdmin()).toBe(true)
      expect(await t.store.findLink('link', 5)).toBeUndefined()
    })

    test('are not used up by a user who cannot be made', async () => {
      await using t = await setupAccounts(open)
      await t.addUser('root')
      await t.addLink('link')

      expect(await codeOf(t.store.useSetupLink('link', first, anEntry()))).toBe('conflict')

      expect(await t.store.findLink('link', 5)).toBeDefined()
    })

    test('set no password', async () => {
      await using t = await setupAccounts(open)
      await t.addLink('link')

      const used = t.store.usePasswordLink('link', aPassword('new'), anEntry())

      expect(await codeOf(used)).toBe('unauthorized')
      expect(await t.store.findLink('link', 5)).toBeDefined()
    })
  })

  describe('password links', () => {
    test('set a password, once', async () => {
      await using t = await setupAccounts(open)
      const user = await t.addUser('jane', { passwordHash: null })
      await t.addLink('link', { kind: 'password', userId: user.id })
      expect(await t.store.findLink('link', 5)).toEqual({
        kind: 'password',
        user,
        expiresAt: 1000,
      })

      const changed = await t.store.usePasswordLink('link', aPassword('new'), anEntry('password'))

      expect(changed).toMatchObject({ id: user.id, hasPassword: true })
      expect(await t.store.findCredentials(user.email)).toEqual({
        user: changed,
        passwordHash: 'new',
      })
      expect((await t.audit()).slice(0, 2)).toEqual([
        ['password', `user ${user.id}`],
        ['link.create', `user ${user.id}`],
      ])
      expect(await t.store.findLink('link', 5)).toBeUndefined()
      const again = t.store.usePasswordLink('link', aPassword('newer'), anEntry())
      expect(await codeOf(again)).toBe('unauthorized')
    })

    test('end the sessions of the user, and of nobody else', async () => {
      await using t = await setupAccounts(open)
      const jane = await t.addUser('jane')
      const joe = await t.addUser('joe')
      await t.addSession(jane.id, 'of jane')
      await t.addSession(joe.id, 'of joe')
      await t.addLink('link', { kind: 'password', userId: jane.id })

      await t.store.usePasswordLink('link', aPassword('new'), anEntry())

      expect(await t.store.findSession('of jane', 5)).toBeUndefined()
      expect(await t.store.findSession('of joe', 5)).toBeDefined()
    })

    test('replace those of the same user alone', async () => {
      await using t = await setupAccounts(open)
      const jane = await t.addUser('jane')
      const joe = await t.addUser('joe')
      await t.addLink('of joe', { kind: 'password', userId: joe.id })
      await t.addLink('old', { kind: 'password', userId: jane.id })
      await t.addLink('setup')
      expect(await t.store.findLink('old', 5)).toBeDefined()

      await t.addLink('new', { kind: 'password', userId: jane.id })

      expect(await t.store.findLink('old', 5)).toBeUndefined()
      for (const hash of ['setup', 'of joe', 'new']) {
        expect(await t.store.findLink(hash, 5)).toBeDefined()
      }
    })

    test('stop working at their end, and when the password is set otherwise', async () => {
      await using t = await setupAccounts(open)
      const { id, email } = await t.addUser('jane')
      await t.addLink('link', { kind: 'password', userId: id, expiresAt: 1000 })
      const late = aPassword('late', { now: 1000 })

      expect(await codeOf(t.store.usePasswordLink('link', late, anEntry()))).toBe('unauthorized')
      await t.store.setPassword(id, aPassword('new'), anEntry())
      const used = t.store.usePasswordLink('link', aPassword('old'), anEntry())

      expect(await codeOf(used)).toBe('unauthorized')
      expect((await t.store.findCredentials(email))?.passwordHash).toBe('new')
    })

    test('of somebody disabled stay useless, also when they are enabled again', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      await t.addLink('link', { kind: 'password', userId: id })
      const disable = (disabled: boolean) =>
        t.store.updateUser(id, aChange({ disabled }), anEntry())
      const use = (hash: string) =>
        codeOf(t.store.usePasswordLink(hash, aPassword('new'), anEntry()))

      await disable(true)
      await disable(false)
      expect(await use('link')).toBe('unauthorized')

      await disable(true)
      await t.addLink('made meanwhile', { kind: 'password', userId: id })
      expect(await t.store.findLink('made meanwhile', 5)).toBeUndefined()
      expect(await use('made meanwhile')).toBe('unauthorized')
    })

    test('go with their user', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      await t.addLink('link', { kind: 'password', userId: id })

      await t.store.deleteUser(id, anEntry())

      expect(await t.store.findLink('link', 5)).toBeUndefined()
    })

    test('make no admin', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      await t.addLink('link', { kind: 'password', userId: id })

      expect(await codeOf(t.store.useSetupLink('link', first, anEntry()))).toBe('unauthorized')
      expect(await t.store.findUser(first.email)).toBeUndefined()
    })

    test('cannot be made for nobody', async () => {
      await using t = await setupAccounts(open)

      for (const userId of unknownIds) {
        const link = aLink(`link ${userId}`, { kind: 'password', userId })
        expect(await codeOf(t.store.createLink(link, anEntry()))).toBe('not_found')
      }
      expect(await t.audit()).toEqual([])
    })
  })

  test('links that are wrong, used up, replaced or too old are told apart by nothing', async () => {
    await using t = await setupAccounts(open)
    const { id } = await t.addUser('jane')
    const ofJane = { kind: 'password', userId: id } as const
    const use = (hash: string, now = 5) =>
      t.store
        .usePasswordLink(hash, aPassword('new', { now }), anEntry())
        .then(() => 'it worked', messageOf)
    await t.addLink('replaced', ofJane)
    await t.addLink('used', ofJane)
    await use('used')
    await t.addLink('old', ofJane)

    const sentences = [await use('replaced'), await use('used'), await use('old', 5000)]
    const setup = await t.store.useSetupLink('wrong', first, anEntry()).catch(messageOf)

    expect(new Set([...sentences, setup, await use('wrong')])).toEqual(new Set([setup]))
  })
}
