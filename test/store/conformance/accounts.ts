import type {
  AuditEntry,
  NewApiToken,
  NewLink,
  NewSession,
  NewUser,
  PasswordChange,
  UserChange,
} from '../../../src/store/accounts.ts'
import type { Found, Page } from '../../../src/store/page.ts'
import type { Open } from './setup.ts'

/** An empty store, and the few things that most tests of accounts do to it. */
export async function setupAccounts(open: Open) {
  const store = await open()

  /** A user with a password: by default an operator. */
  async function addUser(name: string, fields: Partial<NewUser> = {}) {
    return store.createUser(aUser(name, fields), anEntry('user.create'))
  }

  return {
    store,
    addUser,
    addAdmin: (name = 'root') => addUser(name, { role: 'admin' }),
    addSession: (userId: string, hash: string, fields: Partial<NewSession> = {}) =>
      store.createSession(aSession(userId, hash, fields)),
    addToken: (hash: string, fields: Partial<NewApiToken> = {}) =>
      store.createApiToken(aToken(hash, fields), anEntry('token.create')),
    addLink: (hash: string, fields: Partial<NewLink> = {}) =>
      store.createLink(aLink(hash, fields), anEntry('link.create')),
    /** All actions that were recorded and their targets, newest first. */
    async audit() {
      const { items } = await store.listAudit({}, { limit: 1000 })
      return items.map(({ action, target }) => [action, target] as const)
    },
    [Symbol.asyncDispose]: () => store.close(),
  }
}

export function aUser(name: string, fields: Partial<NewUser> = {}): NewUser {
  return {
    email: `${name}@example.org`,
    name: null,
    role: 'operator',
    passwordHash: `password of ${name}`,
    createdAt: 1,
    ...fields,
  }
}

export function aChange(fields: Partial<UserChange> = {}): UserChange {
  return { now: 500, ifRevision: null, ...fields }
}

export function aPassword(
  passwordHash: string,
  fields: Partial<PasswordChange> = {},
): PasswordChange {
  return { passwordHash, keepSessionId: null, now: 500, ...fields }
}

/** By default a set-up link that works until 1000. */
export function aLink(hash: string, fields: Partial<NewLink> = {}): NewLink {
  return { hash, kind: 'setup', userId: null, createdAt: 1, expiresAt: 1000, ...fields }
}

/** By default one that lasts until 1000. */
export function aSession(
  userId: string,
  hash: string,
  fields: Partial<NewSession> = {},
): NewSession {
  return { hash, userId, createdAt: 1, expiresAt: 1000, address: null, userAgent: null, ...fields }
}

/** By default one that a command made, and that lasts for ever. */
export function aToken(hash: string, fields: Partial<NewApiToken> = {}): NewApiToken {
  return {
    hash,
    hint: hash.slice(-4),
    label: 'ci',
    role: 'viewer',
    userId: null,
    createdBy: 'command',
    createdAt: 1,
    expiresAt: null,
    ...fields,
  }
}

export function anEntry(action = 'test', fields: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: 1,
    actor: { kind: 'command', id: null, name: 'root' },
    address: null,
    requestId: null,
    action,
    target: null,
    text: 'Done.',
    ...fields,
  }
}

/** All pages of a list, each as the ids on it. */
export async function pagesFound(
  list: (page: Page) => Promise<Found<{ id: string }>>,
  limit: number,
): Promise<string[][]> {
  const pages: string[][] = []
  let after: string | undefined
  while (pages.length < 100) {
    const { items, next } = await list(after === undefined ? { limit } : { limit, after })
    pages.push(items.map(({ id }) => id))
    if (next === null) return pages
    after = next
  }
  throw new Error('the pages do not end')
}
