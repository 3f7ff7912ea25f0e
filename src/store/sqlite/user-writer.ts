import { and, eq, ne } from 'drizzle-orm'
import { AppError } from '../../errors.ts'
import type { AuditEntry, NewUser, PasswordChange, User } from '../accounts.ts'
import { createAuditWriter } from './audit.ts'
import type { Orm } from './database.ts'
import { idOf, notFound, rowOf } from './ids.ts'
import { createRevisions } from './revisions.ts'
import { links, sessions, users } from './schema-accounts.ts'
import type { UserReader } from './user-reader.ts'

type Columns = Partial<Omit<typeof users.$inferSelect, 'id' | 'email' | 'createdAt' | 'revision'>>

/** Writes users, in the transaction of whoever calls. Every change gets the next revision, and an entry in the audit log. */
export function createUserWriter(db: Orm, reader: UserReader) {
  const revisions = createRevisions(db.$client)
  const writeAudit = createAuditWriter(db.$client)

  /** Throws `not_found` when there is no such user. */
  function change(row: number, columns: Columns, audit: AuditEntry): User {
    db.update(users)
      .set({ ...columns, revision: revisions.next() })
      .where(eq(users.id, row))
      .run()
    writeAudit(audit, `user ${row}`)
    return reader.show(row)
  }

  function endSessions(row: number, keepSessionId: string | null): void {
    const others =
      keepSessionId === null ? undefined : ne(sessions.id, rowOf(keepSessionId, 'session'))
    db.delete(sessions)
      .where(and(eq(sessions.userId, row), others))
      .run()
  }

  function forgetLinks(row: number): void {
    db.delete(links).where(eq(links.userId, row)).run()
  }

  return {
    change,

    /** Throws `conflict` when the address is taken. */
    add(user: NewUser, audit: AuditEntry): User {
      if (reader.findByEmail(user.email) !== undefined) {
        throw new AppError('conflict', `There is a user with the address ${user.email} already.`)
      }
      const { id } = db
        .insert(users)
        .values({ ...user, disabledAt: null, lastSignInAt: null, revision: revisions.next() })
        .returning({ id: users.id })
        .get()
      writeAudit(audit, `user ${id}`)
      return reader.show(id)
    },

    /** Whoever got in with the old password, or holds a link for another one, is out. */
    setPassword(row: number, { passwordHash, keepSessionId }: PasswordChange, audit: AuditEntry) {
      endSessions(row, keepSessionId)
      forgetLinks(row)
      return change(row, { passwordHash }, audit)
    },

    /** Ends what would outlast being disabled. */
    shutOut(row: number): void {
      endSessions(row, null)
      forgetLinks(row)
    },

    /** With all that is theirs: the references do that. */
    remove(row: number, audit: AuditEntry): void {
      const [removed] = db.delete(users).where(eq(users.id, row)).returning({ id: users.id }).all()
      if (removed === undefined) throw notFound('user', idOf(row))
      revisions.next()
      writeAudit(audit, `user ${row}`)
    },
  }
}

export type UserWriter = ReturnType<typeof createUserWriter>
