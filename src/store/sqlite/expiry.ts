import { hourOf, lookBack } from '../../core/pause.ts'
import type { AccountStore } from '../accounts.ts'
import type { Orm } from './database.ts'
import { onceLifetime } from './once-keys.ts'
import { inTransaction } from './transaction.ts'

/** So many rows are forgotten at once, that nobody notices. */
const batch = 500

/** Forgets what has expired. It does not work any more before that, either. */
export function createExpiry(db: Orm): Pick<AccountStore, 'forgetExpired'> {
  const prepare = (table: string, condition: string) =>
    db.$client.query<unknown, [number]>(
      `delete from ${table} where rowid in (select rowid from ${table} where ${condition} limit ${batch})`,
    )
  const sessions = prepare('sessions', 'expires_at <= ?')
  const links = prepare('links', 'expires_at <= ?')
  const onceKeys = prepare('once_keys', 'created_at <= ?')

  // Few at a time: an hour has one row for each integration.
  const hours = db.$client.query<unknown, [number]>('delete from integration_hours where hour <= ?')

  async function forget(expired: typeof sessions, until: number): Promise<void> {
    for (;;) {
      const { changes } = await inTransaction(db, () => expired.run(until))
      if (changes < batch) return
      await new Promise(setImmediate)
    }
  }

  return {
    async forgetExpired(now) {
      await forget(sessions, now)
      await forget(links, now)
      await forget(onceKeys, now - onceLifetime)
      await inTransaction(db, () => hours.run(hourOf(now) - lookBack))
    },
  }
}
