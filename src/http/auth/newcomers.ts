import type { Clock } from '../../clock.ts'
import type { Role } from '../../core/account.ts'
import { AppError } from '../../errors.ts'
import type { AccountStore, AuditEntry, User } from '../../store/accounts.ts'

export interface NewcomerParts {
  store: Pick<AccountStore, 'findUser' | 'createUser'>
  /** Of those whom Navish does not know yet; `none`: they are not let in. */
  role: Role | 'none'
  clock: Clock
}

export interface Newcomer {
  /** As `emailOf` gives it, and known to be theirs. */
  email: string
  name: string | null
  /** Who vouches for them, for the audit log. */
  voucher: string
}

/** From where a request came, for the audit log. */
export type From = Pick<AuditEntry, 'address' | 'requestId'>

/** Finds the user with an address, disabled or not, or makes one where newcomers get a role. Gives undefined where they get none. */
export function createNewcomers({ store, role, clock }: NewcomerParts) {
  return async ({ email, name, voucher }: Newcomer, from: From): Promise<User | undefined> => {
    const user = await store.findUser(email)
    if (user !== undefined || role === 'none') return user
    const now = clock()
    try {
      return await store.createUser(
        { email, name, role, passwordHash: null, createdAt: now },
        {
          at: now,
          actor: { kind: 'system', id: null, name: voucher },
          ...from,
          action: 'user.create',
          target: null,
          text: `Let in as ${role}: ${voucher} vouches for ${email}.`,
        },
      )
    } catch (error) {
      // Another request of theirs was first.
      if (error instanceof AppError && error.code === 'conflict') return store.findUser(email)
      throw error
    }
  }
}
