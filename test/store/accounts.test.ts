import { describe, expect, test } from 'bun:test'
import type { AuditFilter } from '../../src/store/accounts.ts'
import { createAccounts } from '../../src/store/sqlite/accounts.ts'
import { auditQuery } from '../../src/store/sqlite/audit-log.ts'
import { openDatabase } from '../../src/store/sqlite/database.ts'
import { openSqliteStore } from '../../src/store/sqlite/store.ts'
import { temporaryFolder } from '../support/folder.ts'
import {
  aChange,
  aLink,
  anEntry,
  aPassword,
  aSession,
  aUser,
  pagesFound,
  setupAccounts,
} from './conformance/accounts.ts'
import { codeOf } from './conformance/setup.ts'

const openAt = (dataDir: string) => openSqliteStore({ dataDir, prepare: true, now: 0 })

describe('two SQLite stores on one file', () => {
  test('see at once what the other does to users, sessions and tokens', async () => {
    using folder = temporaryFolder()
    await using one = await setupAccounts(() => openAt(folder.path))
    await using other = await setupAccounts(() => openAt(folder.path))
    expect(await one.store.needsAdmin()).toBe(true)

    const { id } = await other.addAdmin('jane')
    await other.addAdmin('joe')
    await other.addSession(id, 'session')
    await other.addToken('token', { userId: id })
    expect(await one.store.needsAdmin()).toBe(false)
    expect(await one.store.findSession('session', 5)).toMatchObject({ user: { role: 'admin' } })
    expect(await one.store.findApiToken('token', 5)).toMatchObject({ owner: { role: 'admin' } })

    await other.store.updateUser(id, aChange({ role: 'viewer' }), anEntry())
    expect(await one.store.findSession('session', 5)).toMatchObject({ user: { role: 'viewer' } })
    expect(await one.store.findApiToken('token', 5)).toMatchObject({ owner: { role: 'viewer' } })

    await other.store.updateUser(id, aChange({ disabled: true }), anEntry())
    expect(await one.store.findSession('session', 5)).toBeUndefined()
    expect(await one.store.findApiToken('token', 5)).toBeUndefined()
  })

  test('use a link up together', async () => {
    using folder = temporaryFolder()
    await using one = await setupAccounts(() => openAt(folder.path))
    await using other = await setupAccounts(() => openAt(folder.path))
    const { id } = await one.addUser('jane')
    await one.store.createLink(aLink('link', { kind: 'password', userId: id }), anEntry())

    await other.store.usePasswordLink('link', aPassword('new'), anEntry())

    const again = one.store.usePasswordLink('link', aPassword('newer'), anEntry())
    expect(await codeOf(again)).toBe('unauthorized')
  })
})

test('a session of somebody disabled does not work, however it came to be there', async () => {
  const db = openDatabase({ dataDir: ':memory:', prepare: true, now: 0 })
  const { createUser, createSession, findSession } = createAccounts(db)
  const { id } = await createUser(aUser('jane'), anEntry())
  await createSession(aSession(id, 'session'))
  expect(await findSession('session', 5)).toBeDefined()

  db.$client.run('update users set disabled_at = 4')

  expect(await findSession('session', 5)).toBeUndefined()
  db.close()
})

test('no list gives away a hash', async () => {
  using folder = temporaryFolder()
  await using t = await setupAccounts(() => openAt(folder.path))
  const { id } = await t.addUser('jane', { passwordHash: 'SECRET password' })
  await t.addSession(id, 'SECRET session')
  await t.addToken('SECRET token', { userId: id, hint: 'hint' })
  await t.addLink('SECRET link', { kind: 'password', userId: id })
  const page = { limit: 10 }

  const given = [
    await t.store.listUsers(page),
    await t.store.listSessions(null, 5, page),
    await t.store.listApiTokens(null, page),
    await t.store.listAudit({}, page),
    await t.store.findSession('SECRET session', 5),
    await t.store.findApiToken('SECRET token', 5),
    await t.store.findLink('SECRET link', 5),
    await t.store.findUser('jane@example.org'),
  ]

  expect(given).not.toContain(undefined)
  expect(JSON.stringify(given)).not.toContain('SECRET')
})

describe('the audit log', () => {
  test.each<[AuditFilter, 'actor' | 'action' | 'target' | undefined, string]>([
    [{}, undefined, 'PRIMARY KEY'],
    [{ actor: 'a' }, 'actor', 'INDEX audit_log_actor (actor_name=? AND id>? AND id<?)'],
    [{ action: 'a' }, 'action', 'INDEX audit_log_action (action=? AND id>? AND id<?)'],
    [{ target: 'a' }, 'target', 'INDEX audit_log_target (target=? AND id>? AND id<?)'],
    [{ actor: 'a', action: 'b' }, 'action', 'INDEX audit_log_action (action=? AND id>? AND id<?)'],
  ])('is asked for %j through an index of %p, and never sorted', (filter, by, index) => {
    const db = openDatabase({ dataDir: ':memory:', prepare: true, now: 0 })
    const bound = { ...filter, from: 0, below: 9, limit: 3 }

    const plan = db.$client
      .query<{ detail: string }, [Record<string, string | number>]>(
        `explain query plan ${auditQuery(filter, by)}`,
      )
      .all(bound)
    db.close()

    expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining(index)])
  })

  test('is searched in stretches, so that a caller in a hurry gets what there is, and where it is', async () => {
    await using t = withEntries(
      `iif(n % 2 = 0, 'jane', 'joe'), iif(n % 2 = 1 or n in (2, 9000, 18000), 'x', 'y')`,
    )
    const filter = { actor: 'jane', action: 'x' }

    const found = await t.listAudit(filter, { limit: 10 })
    const hasty = await pagesFound((page) => t.listAudit(filter, { ...page, patience: -1 }), 10)

    expect(found.items.map(({ at }) => at)).toEqual([18000, 9000, 2])
    expect(found.next).toBeNull()
    expect(hasty.flat()).toEqual(found.items.map(({ id }) => id))
    expect(hasty.length).toBeGreaterThan(5)
  })

  test('goes by what is rare when that is asked for together with what is not', async () => {
    await using t = withEntries(`'jane', iif(n in (7, 9000), 'rare', 'usual')`)

    // Without patience there is only one stretch, which must hold all of it.
    const hasty = { limit: 10, patience: -1 }
    const found = await t.listAudit({ actor: 'jane', action: 'rare' }, hasty)

    expect(found.items.map(({ at }) => at)).toEqual([9000, 7])
    expect(found.next).toBeNull()
  })
})

test('many expired sessions, links and keys are forgotten in small steps, all of them', async () => {
  const db = openDatabase({ dataDir: ':memory:', prepare: true, now: 0 })
  const { forgetExpired } = createAccounts(db)
  const many =
    'with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 1200)'
  const left = (table: string) =>
    db.$client.query<{ n: number }, []>(`select count(*) as n from ${table}`).get()?.n
  db.$client.run(
    `insert into users (email, role, created_at, revision) values ('a', 'viewer', 1, 1)`,
  )
  db.$client.run(`${many} insert into sessions (hash, user_id, created_at, last_used_at, expires_at)
    select n, 1, 1, 1, iif(n > 1190, 5001, 5000) from numbers`)
  db.$client.run(`${many} insert into links (hash, kind, created_at, expires_at)
    select n, 'setup', 1, iif(n > 1190, 5001, 5000) from numbers`)
  db.$client.run(`${many} insert into once_keys (owner, key, fingerprint, created_at)
    select 'a', n, '', iif(n > 1190, 5001, 5000) - 86400000 from numbers`)

  await forgetExpired(5000)

  expect(['sessions', 'links', 'once_keys'].map(left)).toEqual([10, 10, 10])
  db.close()
})

/** A store with 20,000 audit entries. @param columns SQL for actor and action of the n-th */
function withEntries(columns: string) {
  const db = openDatabase({ dataDir: ':memory:', prepare: true, now: 0 })
  db.$client.run(`
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 20000)
    insert into audit_log (at, actor_kind, actor_name, action, text)
    select n, 'user', ${columns}, '' from numbers`)
  const { listAudit } = createAccounts(db)
  return { listAudit, [Symbol.asyncDispose]: async () => db.close() }
}
