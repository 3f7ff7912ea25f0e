import type { Database } from 'bun:sqlite'
import { AppError } from '../../errors.ts'

/** Who can administer this. */
export function createAdmins(client: Database) {
  // Of the enabled admin who is nearest to it: 1 can sign in, 0 as yet cannot; null when there is none.
  const best = client.query<{ standing: number | null }, []>(`
    select max(password_hash is not null or id in (select user_id from identities)) as standing
    from users where role = 'admin' and disabled_at is null`)
  const standing = () => best.get()?.standing ?? -1

  return {
    /** Whether nobody can: no enabled admin has a password or an identity. */
    areNeeded: () => standing() < 1,

    /** Makes a change, in the transaction of whoever calls. Throws `conflict` when it takes the last admin away. */
    keepOne<T>(change: () => T): T {
      const before = standing()
      const result = change()
      if (standing() >= before) return result
      throw new AppError('conflict', 'This is the last admin. Make somebody else an admin first.')
    },
  }
}

export type Admins = ReturnType<typeof createAdmins>
