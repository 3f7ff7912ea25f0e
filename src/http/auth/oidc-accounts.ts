import type { Clock } from '../../clock.ts'
import { AppError } from '../../errors.ts'
import type { AccountStore, User } from '../../store/accounts.ts'
import { createNewcomers, type From, type NewcomerParts } from './newcomers.ts'
import type { Person } from './oidc-provider.ts'
import { Refusal } from './oidc-refusals.ts'

export interface AccountParts extends NewcomerParts {
  store: Pick<AccountStore, 'findUser' | 'createUser' | 'findIdentity' | 'addIdentity'>
  clock: Clock
}

/**
 * Says which user somebody is whom the provider vouches for: the one it is known to know by that subject; else the one with the same
 * verified address, who is this subject from now on, unless they are another one there already (an address can be given to somebody
 * else); else a new one, where newcomers get a role. Throws a `Refusal` that is the same whether there is such a user or not.
 */
export function createAccounts(parts: AccountParts) {
  const { store, clock } = parts
  const userWith = createNewcomers(parts)

  const adopt = async ({ issuer, subject, profile }: Person, from: From): Promise<User> => {
    const { email, name } = await profile()
    if (email === null) throw new Refusal('unverified')
    const user = await userWith({ email, name, voucher: issuer }, from)
    if (user === undefined || user.disabledAt !== null) throw new Refusal('no_account')
    const now = clock()
    try {
      await store.addIdentity(
        user.id,
        { issuer, subject, createdAt: now },
        {
          at: now,
          actor: { kind: 'user', id: user.id, name: user.email },
          ...from,
          action: 'user.link-identity',
          target: `user ${user.id}`,
          text: `Signs in through ${issuer} from now on.`,
        },
      )
    } catch (error) {
      throw error instanceof AppError && error.code === 'conflict'
        ? new Refusal('no_account', { cause: error })
        : error
    }
    return user
  }

  return async (person: Person, from: From): Promise<User> => {
    const known = await store.findIdentity(person.issuer, person.subject)
    if (known === undefined) return adopt(person, from)
    if (known.disabledAt !== null) throw new Refusal('no_account')
    return known
  }
}
