import { and, eq } from 'drizzle-orm'
import { AppError } from '../../errors.ts'
import type { AccountStore, Identity } from '../accounts.ts'
import type { Orm } from './database.ts'
import { rowOf } from './ids.ts'
import { identities } from './schema-accounts.ts'
import { inSnapshot, inTransaction } from './transaction.ts'
import type { UserReader } from './user-reader.ts'
import type { UserWriter } from './user-writer.ts'

/** As whom identity providers know users. */
export function createIdentities(
  db: Orm,
  { reader, writer }: { reader: UserReader; writer: UserWriter },
): Pick<AccountStore, 'findIdentity' | 'addIdentity'> {
  function ownerOf({ issuer, subject }: Pick<Identity, 'issuer' | 'subject'>): number | undefined {
    return db
      .select({ userId: identities.userId })
      .from(identities)
      .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)))
      .get()?.userId
  }

  function isKnownTo(issuer: string, row: number): boolean {
    const found = db
      .select({ userId: identities.userId })
      .from(identities)
      .where(and(eq(identities.issuer, issuer), eq(identities.userId, row)))
      .get()
    return found !== undefined
  }

  return {
    async findIdentity(issuer, subject) {
      return inSnapshot(db, () => {
        const owner = ownerOf({ issuer, subject })
        return owner === undefined ? undefined : reader.find(owner)
      })
    },

    async addIdentity(userId, identity, audit) {
      const row = rowOf(userId, 'user')
      await inTransaction(db, () => {
        reader.show(row)
        const owner = ownerOf(identity)
        // Two sign-ins at once may both find it missing.
        if (owner === row) return
        if (owner !== undefined) {
          throw new AppError('conflict', 'The identity provider knows another user by this name.')
        }
        // An address that was given to somebody else does not bring the account with it.
        if (isKnownTo(identity.issuer, row)) {
          throw new AppError('conflict', 'The identity provider knows this user by another name.')
        }
        db.insert(identities)
          .values({ ...identity, userId: row })
          .run()
        writer.change(row, {}, audit)
      })
    },
  }
}
