import { expect, test } from 'bun:test'
import type { Role } from '../../src/core/account.ts'
import type { Caller } from '../../src/http/caller.ts'
import { createStanding } from '../../src/http/standing.ts'
import type { AuditEntry, User } from '../../src/store/accounts.ts'
import { createTestClock } from '../support/clock.ts'
import { openTestStore } from '../support/navish.ts'

const audit: AuditEntry = {
  at: 0,
  actor: { kind: 'system', id: null, name: 'test' },
  address: null,
  requestId: null,
  action: 'test',
  target: null,
  text: 'test',
}

async function setup() {
  const store = openTestStore()
  const clock = createTestClock()
  const newUser = (email: string, role: Role) =>
    store.createUser({ email, name: null, role, passwordHash: null, createdAt: clock() }, audit)
  await newUser('root@example.org', 'admin')
  const user = await newUser('jane@example.org', 'viewer')
  const expiresAt = clock() + 60_000

  const session = await store.createSession({
    hash: 'hash of a session',
    userId: user.id,
    createdAt: clock(),
    expiresAt,
    address: null,
    userAgent: null,
  })
  const newToken = (owner: User | null, end: number | null) =>
    store.createApiToken(
      {
        hash: `hash of ${owner?.email} ${end}`,
        hint: 'hint',
        label: 'ci',
        role: 'viewer',
        userId: owner?.id ?? null,
        createdBy: 'test',
        createdAt: clock(),
        expiresAt: end,
      },
      audit,
    )
  const token = await newToken(user, expiresAt)
  const machine = await newToken(null, null)
  const actor = {
    kind: 'user' as const,
    id: user.id,
    name: user.email,
    role: user.role,
    userId: user.id,
    address: null,
    requestId: null,
  }
  const asToken = (id: string) => ({ ...actor, kind: 'token' as const, id })
  const callers: Record<'session' | 'token' | 'machine' | 'proxy', Caller> = {
    session: { actor, user, session, by: 'session' },
    token: { actor: asToken(token.id), user, session: null, by: 'token' },
    machine: { actor: asToken(machine.id), user: null, session: null, by: 'token' },
    proxy: { actor, user, session: null, by: 'proxy' },
  }
  const mayStill = createStanding({ store, clock })
  return {
    store,
    clock,
    user,
    session,
    token,
    machine,
    async mayStill() {
      const names = Object.keys(callers) as (keyof typeof callers)[]
      const answers = await Promise.all(names.map((name) => mayStill(callers[name])))
      return names.filter((_, index) => answers[index])
    },
    [Symbol.asyncDispose]: () => store.close(),
  }
}

test('everybody who was let in may go on while nothing changes', async () => {
  await using t = await setup()

  expect(await t.mayStill()).toEqual(['session', 'token', 'machine', 'proxy'])
})

test('a session or a token that ended gives no right any more, and asking is no use of it', async () => {
  await using t = await setup()
  const { session, token } = t

  t.clock.advanceBy(60_000)

  expect(await t.mayStill()).toEqual(['machine', 'proxy'])
  expect(await t.store.showSession(session.id)).toEqual(session)
  expect(await t.store.showApiToken(token.id)).toEqual(token)
})

test('a session or a token that was revoked gives no right any more', async () => {
  await using t = await setup()

  await t.store.deleteSession(t.session.id, audit)
  await t.store.revokeApiToken(t.machine.id, audit)

  expect(await t.mayStill()).toEqual(['token', 'proxy'])
})

test('whoever is disabled or deleted has no right any more, whatever they came with', async () => {
  await using t = await setup()

  await t.store.updateUser(t.user.id, { disabled: true, now: t.clock(), ifRevision: null }, audit)
  expect(await t.mayStill()).toEqual(['machine'])
  await t.store.deleteUser(t.user.id, audit)

  expect(await t.mayStill()).toEqual(['machine'])
})

test('a store that does not work is no answer', async () => {
  const t = await setup()

  await t.store.close()

  expect(t.mayStill()).rejects.toThrow()
})
