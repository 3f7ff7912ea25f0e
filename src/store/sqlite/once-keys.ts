import { and, eq, gt } from 'drizzle-orm'
import type { AccountStore, Once } from '../accounts.ts'
import type { Orm } from './database.ts'
import { onceKeys } from './schema-accounts.ts'
import { inTransaction } from './transaction.ts'

/** So long (ms) a key is remembered. */
export const onceLifetime = 24 * 3_600_000

/** What was done with an `Idempotency-Key`. */
export function createOnceKeys(db: Orm): Pick<AccountStore, 'beginOnce' | 'endOnce'> {
  const is = ({ owner, key }: Pick<Once, 'owner' | 'key'>) =>
    and(eq(onceKeys.owner, owner), eq(onceKeys.key, key))

  return {
    async beginOnce(once, now) {
      return inTransaction(db, () => {
        const known = db
          .select()
          .from(onceKeys)
          .where(and(is(once), gt(onceKeys.createdAt, now - onceLifetime)))
          .get()
        if (known === undefined) {
          db.delete(onceKeys).where(is(once)).run()
          db.insert(onceKeys)
            .values({ ...once, createdAt: now })
            .run()
          return { state: 'first' }
        }
        const { fingerprint, status, body } = known
        if (fingerprint !== once.fingerprint) return { state: 'other' }
        return status === null ? { state: 'running' } : { state: 'done', status, body: body ?? '' }
      })
    },

    async endOnce(once, answer) {
      await inTransaction(db, () => {
        if (answer === null) db.delete(onceKeys).where(is(once)).run()
        else db.update(onceKeys).set(answer).where(is(once)).run()
      })
    },
  }
}
