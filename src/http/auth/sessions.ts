import type { Clock } from '../../clock.ts'
import { cleanLine } from '../../core/text.ts'
import { AppError } from '../../errors.ts'
import type { AccountStore, AuditEntry, Session, User } from '../../store/accounts.ts'
import { createSessionToken, hashToken } from '../../token.ts'
import type { Incoming } from '../caller.ts'
import type { Origins } from './address.ts'
import { endOfSession, sessionCookie, sessionIn } from './cookie.ts'
import { createUses } from './uses.ts'

const day = 24 * 60 * 60_000
/** A session ends when it is not used for so long, */
const idle = 7 * day
/** and in any case after so long. */
const longest = 30 * day

export interface SessionParts {
  store: Pick<AccountStore, 'createSession' | 'findSession' | 'touchSession' | 'deleteSession'>
  clock: Clock
  origins: Origins
}

export type Found = { session: Session; user: User }

/** Browsers that are signed in. */
export interface Sessions {
  /** Makes a session, always a new one; the one that the browser had ends. @returns the Set-Cookie header */
  begin(user: User, incoming: Incoming): Promise<string>
  /** Whose session came with a request, or undefined. */
  find(incoming: Incoming): Promise<Found | undefined>
  /** Notes that it was used, once a minute: that moves its end. */
  noteUse(session: Session, incoming: Incoming): Promise<void>
  /** Ends the session, if there is one. @returns the Set-Cookie header that makes the browser forget it */
  end(incoming: Incoming, audit: (found: Found) => AuditEntry): Promise<string>
}

export function createSessions({ store, clock, origins }: SessionParts): Sessions {
  const isDue = createUses(clock)

  async function find(incoming: Incoming): Promise<Found | undefined> {
    const { isSecure, path } = origins(incoming)
    const value = sessionIn(incoming.request.headers, isSecure, path)
    return value === undefined ? undefined : store.findSession(hashToken(value), clock())
  }

  /** A session that somebody else has just ended is as good as ended. */
  async function remove(id: string, audit: AuditEntry | null): Promise<void> {
    try {
      await store.deleteSession(id, audit)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'not_found') throw error
    }
  }

  return {
    find,

    async begin(user, incoming) {
      const now = clock()
      const { address, isSecure, path } = origins(incoming)
      const userAgent = cleanLine(incoming.request.headers.get('user-agent') ?? '', 300)
      const before = await find(incoming)
      if (before !== undefined) await remove(before.session.id, null)
      const value = createSessionToken()
      await store.createSession({
        hash: hashToken(value),
        userId: user.id,
        createdAt: now,
        expiresAt: now + idle,
        address,
        userAgent: userAgent === '' ? null : userAgent,
      })
      // The server knows when it was last used, the browser need not be told again each time.
      return sessionCookie(value, longest / 1000, isSecure, path)
    },

    async noteUse({ id, createdAt, lastUsedAt }, incoming) {
      if (!isDue(id, lastUsedAt)) return
      const now = clock()
      const expiresAt = Math.min(now + idle, createdAt + longest)
      await store.touchSession(id, { now, expiresAt, address: origins(incoming).address })
    },

    async end(incoming, audit) {
      const found = await find(incoming)
      if (found !== undefined) await remove(found.session.id, audit(found))
      const { isSecure, path } = origins(incoming)
      return endOfSession(isSecure, path)
    },
  }
}
