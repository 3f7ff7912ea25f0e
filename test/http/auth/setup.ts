import { createAttempts } from '../../../src/http/auth/attempts.ts'
import { createCrossSite } from '../../../src/http/auth/cross-site.ts'
import { createIdentify } from '../../../src/http/auth/identify.ts'
import { createOrigins } from '../../../src/http/auth/address.ts'
import { createSessions } from '../../../src/http/auth/sessions.ts'
import { createSignIn } from '../../../src/http/auth/sign-in.ts'
import type { Identify, Incoming } from '../../../src/http/caller.ts'
import { createPasswords, type Argon2 } from '../../../src/password.ts'
import type { Role } from '../../../src/core/account.ts'
import type { AuditEntry, LinkKind, User } from '../../../src/store/accounts.ts'
import { createApiToken, createLinkToken, hashToken } from '../../../src/token.ts'
import { createTestClock } from '../../support/clock.ts'
import { createTestLog } from '../../support/log.ts'
import { openTestStore } from '../../support/navish.ts'

export const second = 1000
export const minute = 60 * second
export const day = 24 * 60 * minute

/** A request to sign in with, or whatever a test makes of it. */
export function incoming({
  path = '/v1/auth/sign-in',
  method = 'POST',
  headers = {},
  peer = '192.0.2.7',
}: {
  path?: string
  method?: string
  headers?: Record<string, string>
  peer?: string | null
} = {}): Incoming {
  const request = new Request(`http://localhost${path}`, { method, headers })
  return { request, peer, requestId: 'request-1' }
}

/** Quick, and counted: what a password would be hashed to can be read. */
function countingArgon2() {
  const verified: string[] = []
  const argon2: Argon2 = {
    hash: (password) => Promise.resolve(`hash of ${password}`),
    verify(password, hash) {
      verified.push(hash)
      return Promise.resolve(hash === `hash of ${password}`)
    },
  }
  return { argon2, verified }
}

const audit: AuditEntry = {
  at: 0,
  actor: { kind: 'command', id: null, name: 'tester' },
  address: null,
  requestId: null,
  action: 'test',
  target: null,
  text: '',
}

export interface Setup {
  trustedProxies?: string[]
  publicUrl?: string | null
  proxyUser?: Identify
  argon2?: Argon2
}

/** Everything that has to do with signing in, on a store in memory. */
export function setupAuth(setup: Setup = {}) {
  const { trustedProxies = [], publicUrl = null, proxyUser } = setup
  const store = openTestStore()
  const clock = createTestClock()
  const { log, lines } = createTestLog()
  const { argon2, verified } = countingArgon2()
  const origins = createOrigins({ trustedProxies, publicUrl })
  const sessions = createSessions({ store, clock, origins })
  const signIn = createSignIn({
    store,
    clock,
    origins,
    sessions,
    passwords: createPasswords(setup.argon2 ?? argon2),
    attempts: createAttempts(clock),
    crossSite: createCrossSite({ publicUrl }),
    singleSignOn: () => ({ name: 'Acme', url: '/v1/auth/oidc' }),
  })
  const identify = createIdentify({
    store,
    clock,
    log,
    origins,
    sessions,
    ...(proxyUser !== undefined && { proxyUser }),
  })

  return {
    store,
    clock,
    lines,
    sessions,
    signIn,
    identify,
    /** With which hashes passwords were compared. */
    verified,

    createUser: ({
      email = 'jane@example.org',
      role = 'operator',
      password = '',
    }: { email?: string; role?: Role; password?: string } = {}) =>
      store.createUser(
        {
          email,
          name: null,
          role,
          passwordHash: password === '' ? null : `hash of ${password}`,
          createdAt: clock(),
        },
        audit,
      ),

    disable: (user: User) =>
      store.updateUser(user.id, { disabled: true, now: clock(), ifRevision: null }, audit),

    async createLink(kind: LinkKind, user: User | null = null): Promise<string> {
      const link = createLinkToken()
      const expiresAt = clock() + 30 * minute
      await store.createLink(
        { hash: hashToken(link), kind, userId: user?.id ?? null, createdAt: clock(), expiresAt },
        audit,
      )
      return link
    },

    async createToken(role: Role, owner: User | null, expiresAt: number | null = null) {
      const secret = createApiToken()
      const token = await store.createApiToken(
        {
          hash: hashToken(secret),
          hint: secret.slice(-4),
          label: 'ci',
          role,
          userId: owner?.id ?? null,
          createdBy: 'tester',
          createdAt: clock(),
          expiresAt,
        },
        audit,
      )
      return { secret, token }
    },

    async revokeToken(id: string): Promise<void> {
      await store.revokeApiToken(id, audit)
    },

    sessionsOf: async (user: User) =>
      (await store.listSessions(user.id, clock(), { limit: 100 })).items,

    /** What was done over HTTP, oldest first. */
    async trail() {
      const { items } = await store.listAudit({}, { limit: 1000 })
      return items.filter(({ action }) => action !== 'test').toReversed()
    },

    [Symbol.asyncDispose]: () => store.close(),
  }
}

export type TestAuth = ReturnType<typeof setupAuth>

/** The request that a browser makes next, with the cookie that it was given. */
export function withCookie(setCookie: string, more: Parameters<typeof incoming>[0] = {}): Incoming {
  const [cookie = ''] = setCookie.split(';')
  return incoming({ ...more, headers: { cookie, ...more.headers } })
}
