import type { Clock } from '../../clock.ts'
import { emailOf, type Actor, type Role } from '../../core/account.ts'
import type { AccountStore } from '../../store/accounts.ts'
import type { Identify } from '../caller.ts'
import type { Origins } from './address.ts'
import { actorOf } from './identify.ts'
import { createNewcomers } from './newcomers.ts'

export interface ProxyUserParts {
  /** In lower case; null: no proxy says who has signed in. */
  header: string | null
  /** Of those whom Navish does not know yet; `none`: they are strangers. */
  role: Role | 'none'
  store: Pick<AccountStore, 'findUser' | 'createUser' | 'addIdentity'>
  clock: Clock
  origins: Origins
}

/**
 * Knows people by the header in which a reverse proxy names who has signed in there. From anybody but a trusted proxy that header
 * means nothing. Gives null for a stranger.
 */
export function createProxyUser(parts: ProxyUserParts): Identify {
  const { header, origins, store, clock } = parts
  const userWith = createNewcomers(parts)
  return async (incoming) => {
    const { isFromProxy, address } = origins(incoming)
    if (header === null || !isFromProxy) return null
    const email = oneEmail(incoming.request.headers.get(header))
    if (email === null) return null
    const { requestId } = incoming
    const newcomer = { email, name: null, voucher: 'the reverse proxy' }
    const user = await userWith(newcomer, { address, requestId })
    if (user === undefined || user.disabledAt !== null) return null
    const actor = actorOf(user, address, requestId)
    if (!user.singleSignOn) await remember(actor)
    return { actor, user, session: null, by: 'proxy' }
  }

  /** From now on it is known that they can get in, even without a password. */
  async function remember({ id, userId, name, address, requestId }: Actor): Promise<void> {
    const now = clock()
    await store.addIdentity(
      userId ?? '',
      { issuer: 'proxy', subject: name, createdAt: now },
      {
        at: now,
        actor: { kind: 'user', id, name },
        address,
        requestId,
        action: 'user.link-identity',
        target: `user ${userId}`,
        text: 'Comes in through the reverse proxy from now on.',
      },
    )
  }
}

/** With a comma there are two: a list, or a second header that somebody slipped past the proxy. */
function oneEmail(value: string | null): string | null {
  return value === null || value.includes(',') ? null : emailOf(value)
}
