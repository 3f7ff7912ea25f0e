import type { Database } from 'bun:sqlite'
import { and, desc, eq, gt, lt } from 'drizzle-orm'
import { AppError } from '../../errors.ts'
import type { AccountStore, Session, User } from '../accounts.ts'
import { createAuditWriter } from './audit.ts'
import type { Orm } from './database.ts'
import { foundOf } from './found.ts'
import { idOf, notFound, rowOf } from './ids.ts'
import { sessions } from './schema-accounts.ts'
import { inSnapshot, inTransaction } from './transaction.ts'
import type { UserReader } from './user-reader.ts'

type Row = typeof sessions.$inferSelect

type Part = Pick<
  AccountStore,
  | 'createSession'
  | 'findSession'
  | 'showSession'
  | 'listSessions'
  | 'touchSession'
  | 'deleteSession'
>

/** Browsers that are signed in. */
export function createSessions(db: Orm, reader: UserReader): Part {
  const byHash = prepareFind(db.$client)
  const writeAudit = createAuditWriter(db.$client)

  const withUser = (row: Row) => sessionOf(row, reader.show(row.userId))

  return {
    async createSession({ userId, ...session }) {
      const row = rowOf(userId, 'user')
      return inTransaction(db, () => {
        // Checking a password takes a while, and they may have been disabled meanwhile.
        const user = reader.show(row)
        if (user.disabledAt !== null) {
          throw new AppError('unauthorized', 'This account is disabled.')
        }
        const created = db
          .insert(sessions)
          .values({ ...session, userId: row, lastUsedAt: session.createdAt })
          .returning()
          .get()
        return sessionOf(created, user)
      })
    },

    async findSession(hash, now) {
      const row = byHash.get(hash)
      if (row === null || row.expiresAt <= now) return undefined
      const user = reader.findEnabled(row.userId)
      return user === undefined ? undefined : { session: sessionOf(row, user), user }
    },

    async showSession(id) {
      const row = rowOf(id, 'session')
      return inSnapshot(db, () => {
        const found = db.select().from(sessions).where(eq(sessions.id, row)).get()
        if (found === undefined) throw notFound('session', id)
        return withUser(found)
      })
    },

    async listSessions(userId, now, { limit, after }) {
      const conditions = and(
        gt(sessions.expiresAt, now),
        userId === null ? undefined : eq(sessions.userId, rowOf(userId, 'user')),
        after === undefined ? undefined : lt(sessions.id, rowOf(after, 'session')),
      )
      return inSnapshot(db, () => {
        const rows = db
          .select()
          .from(sessions)
          .where(conditions)
          .orderBy(desc(sessions.id))
          .limit(limit + 1)
          .all()
        return foundOf(rows.map(withUser), limit)
      })
    },

    async touchSession(id, { now, expiresAt, address }) {
      const row = rowOf(id, 'session')
      await inTransaction(db, () => {
        db.update(sessions)
          .set({ lastUsedAt: now, expiresAt, address })
          .where(eq(sessions.id, row))
          .run()
      })
    },

    async deleteSession(id, audit) {
      const row = rowOf(id, 'session')
      await inTransaction(db, () => {
        const [deleted] = db
          .delete(sessions)
          .where(eq(sessions.id, row))
          .returning({ id: sessions.id })
          .all()
        if (deleted === undefined) throw notFound('session', id)
        writeAudit(audit, `session ${id}`)
      })
    },
  }
}

/** Asked for every request of a browser. */
function prepareFind(client: Database) {
  return client.query<Row, [string]>(`
    select id, hash, user_id as userId, created_at as createdAt, last_used_at as lastUsedAt,
      expires_at as expiresAt, address, user_agent as userAgent
    from sessions where hash = ?`)
}

function sessionOf(row: Row, { email }: User): Session {
  const { id, hash: _, userId, ...columns } = row
  return { id: idOf(id), userId: idOf(userId), email, ...columns }
}
