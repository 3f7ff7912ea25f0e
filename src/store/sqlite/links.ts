import { and, eq, gt, isNull } from 'drizzle-orm'
import { AppError } from '../../errors.ts'
import type { AccountStore, Link } from '../accounts.ts'
import type { Admins } from './admins.ts'
import { createAuditWriter } from './audit.ts'
import type { Orm } from './database.ts'
import { idOf, rowOf } from './ids.ts'
import { links } from './schema-accounts.ts'
import { inSnapshot, inTransaction } from './transaction.ts'
import type { UserReader } from './user-reader.ts'
import type { UserWriter } from './user-writer.ts'

type Part = Pick<AccountStore, 'createLink' | 'findLink' | 'useSetupLink' | 'usePasswordLink'>

/** One-time links. */
export function createLinks(
  db: Orm,
  { admins, reader, writer }: { admins: Admins; reader: UserReader; writer: UserWriter },
): Part {
  const writeAudit = createAuditWriter(db.$client)

  /** A set-up link works only as long as it is needed, so that an old one never makes a second admin. */
  function find(hash: string, now: number): Link | undefined {
    const link = db
      .select()
      .from(links)
      .where(and(eq(links.hash, hash), gt(links.expiresAt, now)))
      .get()
    if (link === undefined) return undefined
    const { kind, userId, expiresAt } = link
    if (userId === null) return admins.areNeeded() ? { kind, user: null, expiresAt } : undefined
    const user = reader.findEnabled(userId)
    return user === undefined ? undefined : { kind, user, expiresAt }
  }

  /** Set-up links are nobody's, password links are all somebody's. */
  function forget(userId: number | null): void {
    db.delete(links)
      .where(userId === null ? isNull(links.userId) : eq(links.userId, userId))
      .run()
  }

  return {
    async createLink({ userId, ...link }, audit) {
      const row = userId === null ? null : rowOf(userId, 'user')
      await inTransaction(db, () => {
        if (row !== null) reader.show(row)
        forget(row)
        db.insert(links)
          .values({ ...link, userId: row })
          .run()
        writeAudit(audit, row === null ? null : `user ${idOf(row)}`)
      })
    },

    async findLink(hash, now) {
      return inSnapshot(db, () => find(hash, now))
    },

    async useSetupLink(hash, user, audit) {
      return inTransaction(db, () => {
        if (find(hash, user.createdAt)?.kind !== 'setup') throw unusable()
        forget(null)
        return writer.add(user, audit)
      })
    },

    async usePasswordLink(hash, change, audit) {
      return inTransaction(db, () => {
        const user = find(hash, change.now)?.user ?? null
        if (user === null) throw unusable()
        return writer.setPassword(rowOf(user.id, 'user'), change, audit)
      })
    },
  }
}

/** One sentence for whatever is wrong with a link: who guesses learns nothing. */
function unusable(): AppError {
  return new AppError(
    'unauthorized',
    'This link does not work (any more): it is used up, replaced, too old or wrong.',
  )
}
