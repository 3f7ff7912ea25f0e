import { describe, expect, test } from 'bun:test'
import type { Identity } from '../../../src/store/accounts.ts'
import { aChange, anEntry, setupAccounts } from './accounts.ts'
import { codeOf, type Open } from './setup.ts'

export function describeIdentities(open: Open): void {
  describe('identities', () => {
    test('say who somebody is, by issuer and subject together', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane', { passwordHash: null })

      await t.store.addIdentity(id, anIdentity('issuer', '7'), anEntry('identity.add'))

      const user = await t.store.findIdentity('issuer', '7')
      expect(user).toMatchObject({ id, singleSignOn: true, hasPassword: false })
      expect(user).toEqual(await t.store.showUser(id))
      expect((await t.audit())[0]).toEqual(['identity.add', `user ${id}`])
      expect(await t.store.findIdentity('issuer', '8')).toBeUndefined()
      expect(await t.store.findIdentity('other', '7')).toBeUndefined()
    })

    test('of somebody disabled are still known, so that nobody makes them anew', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      await t.store.addIdentity(id, anIdentity('issuer', '7'), anEntry())
      await t.store.updateUser(id, aChange({ disabled: true }), anEntry())

      expect(await t.store.findIdentity('issuer', '7')).toMatchObject({ id, disabledAt: 500 })
    })

    test('may be several of one person, by several issuers, and the same again changes nothing', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      await t.store.addIdentity(id, anIdentity('issuer', '7'), anEntry())
      await t.store.addIdentity(id, anIdentity('other', '9'), anEntry())
      const before = [await t.store.showUser(id), await t.audit()]

      await t.store.addIdentity(id, anIdentity('issuer', '7'), anEntry())

      expect([await t.store.showUser(id), await t.audit()]).toEqual(before)
      expect(await t.store.findIdentity('other', '9')).toMatchObject({ id })
    })

    test('cannot be taken over by somebody else', async () => {
      await using t = await setupAccounts(open)
      const jane = await t.addUser('jane')
      const joe = await t.addUser('joe')
      await t.store.addIdentity(jane.id, anIdentity('issuer', '7'), anEntry())

      const takeover = t.store.addIdentity(joe.id, anIdentity('issuer', '7'), anEntry())

      expect(await codeOf(takeover)).toBe('conflict')
      expect(await t.store.findIdentity('issuer', '7')).toMatchObject({ id: jane.id })
      expect(await t.audit()).toHaveLength(3)
    })

    test('are one a person and issuer: somebody new with an old address is somebody else', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      await t.store.addIdentity(id, anIdentity('issuer', '7'), anEntry())
      const before = [await t.store.showUser(id), await t.audit()]

      const second = t.store.addIdentity(id, anIdentity('issuer', '8'), anEntry())

      expect(await codeOf(second)).toBe('conflict')
      expect(await t.store.findIdentity('issuer', '8')).toBeUndefined()
      expect([await t.store.showUser(id), await t.audit()]).toEqual(before)
    })

    test('go with their user, and are free then', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      await t.store.addIdentity(id, anIdentity('issuer', '7'), anEntry())

      await t.store.deleteUser(id, anEntry())

      expect(await t.store.findIdentity('issuer', '7')).toBeUndefined()
      const joe = await t.addUser('joe')
      await t.store.addIdentity(joe.id, anIdentity('issuer', '7'), anEntry())
      expect(await t.store.findIdentity('issuer', '7')).toMatchObject({ id: joe.id })
    })
  })
}

function anIdentity(issuer: string, subject: string): Identity {
  return { issuer, subject, createdAt: 1 }
}
