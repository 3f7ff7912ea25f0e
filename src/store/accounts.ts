import type { ActorKind, Role } from '../core/account.ts'
import type { Found, Page } from './page.ts'

/**
 * People, how they prove who they are, and what they did. Of everything secret only a hash comes here. Times are Unix ms.
 * A method that names one thing throws `not_found` when there is no such thing. Those that take an `AuditEntry` write it in the
 * same transaction as what it tells of.
 */
export interface AccountStore {
  /** Whether nobody can administer this yet: no enabled admin has a password or an identity. */
  needsAdmin(): Promise<boolean>
  /** Throws `conflict` when the address is taken. */
  createUser(user: NewUser, audit: AuditEntry): Promise<User>
  /** Newest first. */
  listUsers(page: Page): Promise<Found<User>>
  showUser(id: string): Promise<User>
  /** Who signs in with this address, or undefined. Not so when disabled. */
  findCredentials(email: string): Promise<Credentials | undefined>
  /** The user with this address, disabled or not, or undefined. */
  findUser(email: string): Promise<User | undefined>
  /** Throws `precondition_failed` when it changed since `ifRevision`, `conflict` when no admin would be left. */
  updateUser(id: string, change: UserChange, audit: AuditEntry): Promise<User>
  /** Sets a password; all sessions of the user end but the one to keep. */
  setPassword(id: string, change: PasswordChange, audit: AuditEntry): Promise<User>
  /** With sessions, links and tokens. Throws `conflict` when no admin would be left. */
  deleteUser(id: string, audit: AuditEntry): Promise<void>
  /** Notes that they signed in. */
  noteSignIn(id: string, now: number, audit: AuditEntry): Promise<void>

  /** The user that an identity provider knows by this subject, disabled or not, or undefined. */
  findIdentity(issuer: string, subject: string): Promise<User | undefined>
  /** From now on that subject is this user. Throws `conflict` when it is another one, or when this user is another subject there. */
  addIdentity(userId: string, identity: Identity, audit: AuditEntry): Promise<void>

  /** A one-time link; those for the same purpose and user stop working. */
  createLink(link: NewLink, audit: AuditEntry): Promise<void>
  /** What a link that still works is for, or undefined. */
  findLink(hash: string, now: number): Promise<Link | undefined>
  /** Uses a set-up link up, and makes the first admin. Throws `unauthorized` when the link does not work any more. */
  useSetupLink(hash: string, user: NewUser, audit: AuditEntry): Promise<User>
  /** Uses a password link up. Throws `unauthorized` when the link does not work any more. */
  usePasswordLink(hash: string, change: PasswordChange, audit: AuditEntry): Promise<User>

  /** Throws `unauthorized` when the user is disabled. */
  createSession(session: NewSession): Promise<Session>
  /** The session with this hash and its user, or undefined: unknown, expired, or the user is disabled. */
  findSession(hash: string, now: number): Promise<{ session: Session; user: User } | undefined>
  showSession(id: string): Promise<Session>
  /** Newest first, without those that expired; of one user or of all. */
  listSessions(userId: string | null, now: number, page: Page): Promise<Found<Session>>
  /** Notes that it was used, and moves its end; nothing when it has ended meanwhile. */
  touchSession(
    id: string,
    use: { now: number; expiresAt: number; address: string | null },
  ): Promise<void>
  deleteSession(id: string, audit: AuditEntry | null): Promise<void>

  createApiToken(token: NewApiToken, audit: AuditEntry): Promise<ApiToken>
  /** The token with this hash and who made it, or undefined: unknown, revoked, expired, or that person is disabled. */
  findApiToken(
    hash: string,
    now: number,
  ): Promise<{ token: ApiToken; owner: User | null } | undefined>
  showApiToken(id: string): Promise<ApiToken>
  /** Newest first, expired ones too; of one user or of all. */
  listApiTokens(userId: string | null, page: Page): Promise<Found<ApiToken>>
  /** Notes that it was used; nothing when it was revoked meanwhile. */
  touchApiToken(id: string, use: { now: number; address: string | null }): Promise<void>
  /** Removes it. */
  revokeApiToken(id: string, audit: AuditEntry): Promise<void>

  recordAudit(entry: AuditEntry): Promise<void>
  /** Newest first. */
  listAudit(filter: AuditFilter, page: Page): Promise<Found<AuditRecord>>

  /**
   * Says that an operation with an `Idempotency-Key` begins. `first`: do it. `done`: this was the answer. `running`: it began and
   * has not ended, or was cut off. `other`: the key was used for something else. Kept for a day.
   */
  beginOnce(once: Once, now: number): Promise<OnceState>
  /** Keeps the answer; null forgets that it began, because nothing came of it. */
  endOnce(once: Pick<Once, 'owner' | 'key'>, answer: OnceAnswer | null): Promise<void>

  /** Forgets sessions, links and keys that expired. */
  forgetExpired(now: number): Promise<void>
}

export interface NewUser {
  /** As `emailOf` gives it. */
  email: string
  name: string | null
  role: Role
  /** argon2id, PHC format; null: signs in by single sign-on, or sets one with a link. */
  passwordHash: string | null
  createdAt: number
}

export interface User {
  id: string
  email: string
  name: string | null
  role: Role
  createdAt: number
  disabledAt: number | null
  lastSignInAt: number | null
  hasPassword: boolean
  /** Whether an identity provider knows them. */
  singleSignOn: boolean
  revision: number
}

export interface Credentials {
  user: User
  passwordHash: string | null
}

export interface UserChange {
  name?: string | null
  role?: Role
  disabled?: boolean
  now: number
  /** null: whatever it is now. */
  ifRevision: number | null
}

export interface PasswordChange {
  passwordHash: string
  keepSessionId: string | null
  now: number
}

export interface Identity {
  issuer: string
  subject: string
  createdAt: number
}

export type LinkKind = 'setup' | 'password'

export interface NewLink {
  /** SHA-256, hex. */
  hash: string
  kind: LinkKind
  /** Whose password it sets; null for `setup`. */
  userId: string | null
  createdAt: number
  expiresAt: number
}

export interface Link {
  kind: LinkKind
  user: User | null
  expiresAt: number
}

export interface NewSession {
  /** SHA-256, hex. */
  hash: string
  userId: string
  createdAt: number
  expiresAt: number
  address: string | null
  userAgent: string | null
}

export interface Session extends Omit<NewSession, 'hash'> {
  id: string
  email: string
  lastUsedAt: number
}

export interface NewApiToken {
  /** SHA-256, hex. */
  hash: string
  hint: string
  label: string
  role: Role
  /** Who made it and answers for it; null: a command on this machine. */
  userId: string | null
  /** As what they were known. */
  createdBy: string
  createdAt: number
  expiresAt: number | null
}

export interface ApiToken extends Omit<NewApiToken, 'hash'> {
  id: string
  lastUsedAt: number | null
  lastUsedFrom: string | null
}

export interface AuditEntry {
  at: number
  actor: { kind: ActorKind; id: string | null; name: string }
  address: string | null
  requestId: string | null
  /** What was done, such as `alert.resolve`. */
  action: string
  /** To what, such as `alert 12`; null where the store has yet to number it (then it fills it in) or where there is nothing. */
  target: string | null
  /** In words. */
  text: string
}

export interface AuditRecord extends AuditEntry {
  id: string
}

export interface AuditFilter {
  actor?: string
  action?: string
  target?: string
}

export interface Once {
  /** Whose key it is. */
  owner: string
  key: string
  /** What is asked for: the same key for something else is a mistake of the caller. */
  fingerprint: string
}

export interface OnceAnswer {
  status: number
  /** JSON without secrets. */
  body: string
}

export type OnceState = { state: 'first' | 'running' | 'other' } | ({ state: 'done' } & OnceAnswer)
