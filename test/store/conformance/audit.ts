import { describe, expect, test } from 'bun:test'
import type { AuditFilter } from '../../../src/store/accounts.ts'
import { anEntry, aToken, aUser, pagesFound, setupAccounts } from './accounts.ts'
import { codeOf, type Open } from './setup.ts'

export function describeAudit(open: Open): void {
  describe('the audit log', () => {
    test('shows an entry as it was recorded', async () => {
      await using t = await setupAccounts(open)
      const entry = {
        at: 500,
        actor: { kind: 'user', id: '7', name: 'jane@example.org' },
        address: '192.0.2.7',
        requestId: 'abc',
        action: 'alert.resolve',
        target: 'alert 12',
        text: 'Resolved “Läden” 🛒.',
      } as const

      await t.store.recordAudit(entry)

      const { items } = await t.store.listAudit({}, { limit: 5 })
      expect(items).toEqual([{ id: items[0]?.id ?? '', ...entry }])
    })

    test('keeps the target that an entry names, and names it where it does not', async () => {
      await using t = await setupAccounts(open)

      const named = anEntry('named', { target: 'somebody' })
      await t.store.createUser(aUser('a'), named)
      const { id } = await t.store.createUser(aUser('b'), anEntry('unnamed'))
      await t.store.recordAudit(anEntry('nothing'))

      expect(await t.audit()).toEqual([
        ['nothing', null],
        ['unnamed', `user ${id}`],
        ['named', 'somebody'],
      ])
    })

    test('is listed newest first by when it was written, page by page', async () => {
      await using t = await setupAccounts(open)
      for (const at of [3, 1, 2]) await t.store.recordAudit(anEntry('test', { at }))
      const { items } = await t.store.listAudit({}, { limit: 3 })
      const ids = items.map(({ id }) => id)

      expect(items.map(({ at }) => at)).toEqual([2, 1, 3])
      const pages = (limit: number) => pagesFound((page) => t.store.listAudit({}, page), limit)
      expect(await pages(2)).toEqual([ids.slice(0, 2), ids.slice(2)])
      expect(await pages(3)).toEqual([ids])
    })

    test.each<[AuditFilter, number[]]>([
      [{ actor: 'jane' }, [5, 3, 1]],
      [{ action: 'resolve' }, [5, 4, 2]],
      [{ target: 'alert 1' }, [5, 4, 3]],
      [{ actor: 'jane', action: 'resolve' }, [5]],
      [{ actor: 'jane', target: 'alert 1' }, [5, 3]],
      [{ action: 'resolve', target: 'alert 1' }, [5, 4]],
      [{ actor: 'joe', action: 'resolve', target: 'alert 1' }, [4]],
      [{ actor: 'joe', action: 'note' }, []],
      [{ actor: 'jan' }, []],
      [{ actor: 'JANE' }, []],
      [{ target: 'alert' }, []],
      [{ action: `' or '1'='1` }, []],
    ])('can be asked for %j', async (filter, expected) => {
      await using t = await setupAccounts(open)
      for (const [at, name, action, target] of [
        [1, 'jane', 'note', 'alert 2'],
        [2, 'joe', 'resolve', 'alert 2'],
        [3, 'jane', 'note', 'alert 1'],
        [4, 'joe', 'resolve', 'alert 1'],
        [5, 'jane', 'resolve', 'alert 1'],
        [6, 'eve', 'sign-in', null],
      ] as const) {
        const actor = { kind: 'user', id: '1', name } as const
        await t.store.recordAudit(anEntry(action, { at, actor, target }))
      }

      const { items, next } = await t.store.listAudit(filter, { limit: 10 })

      expect(items.map(({ at }) => at)).toEqual(expected)
      expect(next).toBeNull()
    })

    test('gives the same page by page, whatever is asked for', async () => {
      await using t = await setupAccounts(open)
      const filter = { actor: 'jane', action: 'note' }
      for (let at = 0; at < 30; at += 1) {
        const actor = { kind: 'user', id: '1', name: at % 2 === 0 ? 'jane' : 'joe' } as const
        await t.store.recordAudit(anEntry(at % 3 === 0 ? 'note' : 'resolve', { at, actor }))
      }

      const { items } = await t.store.listAudit(filter, { limit: 10 })
      const pages = await pagesFound((page) => t.store.listAudit(filter, page), 2)

      expect(items.map(({ at }) => at)).toEqual([24, 18, 12, 6, 0])
      expect(pages.map(({ length }) => length)).toEqual([2, 2, 1])
      expect(pages.flat()).toEqual(items.map(({ id }) => id))
    })

    test('has nothing of what failed', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addAdmin()
      await t.addToken('taken', { userId: id })
      await t.addSession(id, 'taken')
      const before = await t.audit()

      const taken = t.store.createApiToken(aToken('taken'), anEntry('second'))
      expect(await codeOf(taken)).not.toBe('no error')
      expect(await codeOf(t.store.deleteUser(id, anEntry('last')))).toBe('conflict')

      expect(await t.audit()).toEqual(before)
    })

    test('outlasts whom it tells of', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')

      await t.store.deleteUser(id, anEntry('user.delete'))

      expect(await t.audit()).toEqual([
        ['user.delete', `user ${id}`],
        ['user.create', `user ${id}`],
      ])
    })

    test('says nothing of a session that is ended silently', async () => {
      await using t = await setupAccounts(open)
      const { id } = await t.addUser('jane')
      const session = await t.addSession(id, 'abc')
      const before = await t.audit()

      await t.store.deleteSession(session.id, null)

      expect(await t.audit()).toEqual(before)
    })
  })
}
