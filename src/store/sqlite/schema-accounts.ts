import { sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'
import { actorKinds, roles } from '../../core/account.ts'

// People and programs, how they prove who they are, and what they did. Of everything secret there is only a hash.

export const users = sqliteTable(
  'users',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** In the form in which it is compared: lower case, NFC. */
    email: text().notNull(),
    name: text(),
    role: text({ enum: roles }).notNull(),
    /** argon2id, PHC format. */
    passwordHash: text(),
    createdAt: integer().notNull(),
    disabledAt: integer(),
    lastSignInAt: integer(),
    revision: integer().notNull(),
  },
  (table) => [
    uniqueIndex('users_email').on(table.email),
    check('users_role', sql`role in ('viewer', 'operator', 'admin')`),
  ],
)

/** As whom identity providers know users. */
export const identities = sqliteTable(
  'identities',
  {
    issuer: text().notNull(),
    subject: text().notNull(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.subject] }),
    index('identities_user').on(table.userId),
  ],
)

/** One-time links, by the SHA-256 of their secret part. */
export const links = sqliteTable(
  'links',
  {
    hash: text().primaryKey(),
    kind: text({ enum: ['setup', 'password'] }).notNull(),
    userId: integer().references(() => users.id, { onDelete: 'cascade' }),
    createdAt: integer().notNull(),
    expiresAt: integer().notNull(),
  },
  (table) => [
    index('links_user').on(table.userId),
    check(
      'links_kind',
      sql`kind in ('setup', 'password') and (kind = 'setup') = (user_id is null)`,
    ),
  ],
)

/** Browsers that are signed in, by the SHA-256 of their cookie. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    hash: text().notNull(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: integer().notNull(),
    lastUsedAt: integer().notNull(),
    expiresAt: integer().notNull(),
    address: text(),
    userAgent: text(),
  },
  (table) => [
    uniqueIndex('sessions_hash').on(table.hash),
    index('sessions_user').on(table.userId),
    index('sessions_expiry').on(table.expiresAt),
  ],
)

export const apiTokens = sqliteTable(
  'api_tokens',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    hash: text().notNull(),
    hint: text().notNull(),
    label: text().notNull(),
    role: text({ enum: roles }).notNull(),
    userId: integer().references(() => users.id, { onDelete: 'cascade' }),
    createdBy: text().notNull(),
    createdAt: integer().notNull(),
    expiresAt: integer(),
    lastUsedAt: integer(),
    lastUsedFrom: text(),
  },
  (table) => [
    uniqueIndex('api_tokens_hash').on(table.hash),
    index('api_tokens_user').on(table.userId),
    check('api_tokens_role', sql`role in ('viewer', 'operator', 'admin')`),
  ],
)

export const auditLog = sqliteTable(
  'audit_log',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    actorKind: text({ enum: actorKinds }).notNull(),
    actorId: text(),
    actorName: text().notNull(),
    address: text(),
    requestId: text(),
    action: text().notNull(),
    target: text(),
    text: text().notNull(),
  },
  (table) => [
    index('audit_log_actor').on(table.actorName, table.id),
    index('audit_log_action').on(table.action, table.id),
    index('audit_log_target').on(table.target, table.id),
  ],
)

/** What was done with an `Idempotency-Key`. */
export const onceKeys = sqliteTable(
  'once_keys',
  {
    owner: text().notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    createdAt: integer().notNull(),
    /** null while it goes on. */
    status: integer(),
    body: text(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.key] }),
    index('once_keys_created').on(table.createdAt),
  ],
)

/** What people set while the program runs; what is not here was never set. */
export const settings = sqliteTable('settings', {
  name: text({ enum: ['publicUrl'] }).primaryKey(),
  value: text().notNull(),
})
