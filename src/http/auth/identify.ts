import type { Clock } from '../../clock.ts'
import { lesser, type Actor } from '../../core/account.ts'
import { AppError } from '../../errors.ts'
import { errorFacts, type Log } from '../../log.ts'
import type { AccountStore, User } from '../../store/accounts.ts'
import { hashToken } from '../../token.ts'
import type { Caller, Identify, Incoming } from '../caller.ts'
import type { Origins } from './address.ts'
import type { Sessions } from './sessions.ts'
import { createUses } from './uses.ts'

export interface IdentifyParts {
  store: Pick<AccountStore, 'findApiToken' | 'touchApiToken'>
  clock: Clock
  log: Log
  origins: Origins
  sessions: Pick<Sessions, 'find' | 'noteUse'>
  /** Knows who has signed in at a proxy in front. */
  proxyUser?: Identify
}

/** An API token says who calls, else the session cookie, else the proxy. A token that does not work is not passed over: whoever sends one means it. */
export function createIdentify(parts: IdentifyParts): Identify {
  const { store, clock, log, origins, sessions, proxyUser } = parts
  const isDue = createUses(clock)

  async function byToken(authorization: string, incoming: Incoming): Promise<Caller> {
    const [, secret] = /^bearer +(nva_[0-9a-f]{40})$/i.exec(authorization.trim()) ?? []
    const found =
      secret === undefined ? undefined : await store.findApiToken(hashToken(secret), clock())
    if (found === undefined) throw wrongToken()
    const { token, owner } = found
    const { address } = origins(incoming)
    if (isDue(token.id, token.lastUsedAt)) {
      await noted(store.touchApiToken(token.id, { now: clock(), address }))
    }
    const actor: Actor = {
      kind: 'token',
      id: token.id,
      name: token.label,
      // It loses rights when the one who answers for it does.
      role: owner === null ? token.role : lesser(token.role, owner.role),
      userId: token.userId,
      address,
      requestId: incoming.requestId,
    }
    return { actor, user: owner, session: null, by: 'token' }
  }

  async function bySession(incoming: Incoming): Promise<Caller | null> {
    const found = await sessions.find(incoming)
    if (found === undefined) return null
    const { session, user } = found
    await noted(sessions.noteUse(session, incoming))
    const { address } = origins(incoming)
    return { actor: actorOf(user, address, incoming.requestId), user, session, by: 'session' }
  }

  /** Reading must stay possible when nothing can be written. */
  async function noted(noting: Promise<void>): Promise<void> {
    try {
      await noting
    } catch (error) {
      log.warn('use not noted', errorFacts(error))
    }
  }

  return async (incoming) => {
    const authorization = incoming.request.headers.get('authorization')
    if (authorization !== null) return byToken(authorization, incoming)
    return (await bySession(incoming)) ?? (await proxyUser?.(incoming)) ?? null
  }
}

/** In whose name a person acts. */
export function actorOf(user: User, address: string | null, requestId: string | null): Actor {
  return {
    kind: 'user',
    id: user.id,
    name: user.email,
    role: user.role,
    userId: user.id,
    address,
    requestId,
  }
}

function wrongToken(): AppError {
  return new AppError(
    'unauthorized',
    'This API token is unknown, has expired or was revoked. Send one as "Authorization: Bearer nva_…".',
  )
}
