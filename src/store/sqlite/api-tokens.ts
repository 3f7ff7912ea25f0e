import type { Database } from 'bun:sqlite'
import { and, desc, eq, lt } from 'drizzle-orm'
import type { AccountStore, ApiToken } from '../accounts.ts'
import { createAuditWriter } from './audit.ts'
import type { Orm } from './database.ts'
import { foundOf } from './found.ts'
import { idOf, idOrNull, notFound, rowOf } from './ids.ts'
import { apiTokens } from './schema-accounts.ts'
import { inTransaction } from './transaction.ts'
import type { UserReader } from './user-reader.ts'

type Row = typeof apiTokens.$inferSelect

type Part = Pick<
  AccountStore,
  | 'createApiToken'
  | 'findApiToken'
  | 'showApiToken'
  | 'listApiTokens'
  | 'touchApiToken'
  | 'revokeApiToken'
>

/** Tokens with which programs ask. */
export function createApiTokens(db: Orm, reader: UserReader): Part {
  const byHash = prepareFind(db.$client)
  const writeAudit = createAuditWriter(db.$client)

  return {
    async createApiToken({ userId, ...token }, audit) {
      const row = userId === null ? null : rowOf(userId, 'user')
      return inTransaction(db, () => {
        if (row !== null) reader.show(row)
        const created = db
          .insert(apiTokens)
          .values({ ...token, userId: row })
          .returning()
          .get()
        writeAudit(audit, `token ${created.id}`)
        return tokenOf(created)
      })
    },

    async findApiToken(hash, now) {
      const row = byHash.get(hash)
      if (row === null || (row.expiresAt !== null && row.expiresAt <= now)) return undefined
      if (row.userId === null) return { token: tokenOf(row), owner: null }
      const owner = reader.findEnabled(row.userId)
      return owner === undefined ? undefined : { token: tokenOf(row), owner }
    },

    async showApiToken(id) {
      const row = db
        .select()
        .from(apiTokens)
        .where(eq(apiTokens.id, rowOf(id, 'token')))
        .get()
      if (row === undefined) throw notFound('token', id)
      return tokenOf(row)
    },

    async listApiTokens(userId, { limit, after }) {
      const rows = db
        .select()
        .from(apiTokens)
        .where(
          and(
            userId === null ? undefined : eq(apiTokens.userId, rowOf(userId, 'user')),
            after === undefined ? undefined : lt(apiTokens.id, rowOf(after, 'token')),
          ),
        )
        .orderBy(desc(apiTokens.id))
        .limit(limit + 1)
        .all()
      return foundOf(rows.map(tokenOf), limit)
    },

    async touchApiToken(id, { now, address }) {
      const row = rowOf(id, 'token')
      await inTransaction(db, () => {
        db.update(apiTokens)
          .set({ lastUsedAt: now, lastUsedFrom: address })
          .where(eq(apiTokens.id, row))
          .run()
      })
    },

    async revokeApiToken(id, audit) {
      const row = rowOf(id, 'token')
      await inTransaction(db, () => {
        const [revoked] = db
          .delete(apiTokens)
          .where(eq(apiTokens.id, row))
          .returning({ id: apiTokens.id })
          .all()
        if (revoked === undefined) throw notFound('token', id)
        writeAudit(audit, `token ${id}`)
      })
    },
  }
}

/** Asked for every request of a program. */
function prepareFind(client: Database) {
  return client.query<Row, [string]>(`
    select id, hash, hint, label, role, user_id as userId, created_by as createdBy, created_at as createdAt,
      expires_at as expiresAt, last_used_at as lastUsedAt, last_used_from as lastUsedFrom
    from api_tokens where hash = ?`)
}

function tokenOf(row: Row): ApiToken {
  const { id, hash: _, userId, ...columns } = row
  return { id: idOf(id), userId: idOrNull(userId), ...columns }
}
