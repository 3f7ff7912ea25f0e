import type { Actor } from '../core/account.ts'
import type { Session, User } from '../store/accounts.ts'

/** Who makes a request. */
export interface Caller {
  actor: Actor
  /** The person; null for an API token that a command made. */
  user: User | null
  /** The session whose cookie came with the request. */
  session: Session | null
  /** How they are known. What a browser sends by itself (cookie, proxy header) must come from our own pages to change anything. */
  by: 'session' | 'token' | 'proxy'
}

/** A request and where it came from. */
export interface Incoming {
  request: Request
  /** Of the other end of the connection: a reverse proxy, if there is one. */
  peer: string | null
  requestId: string
}

/** Says who makes a request, or null for a stranger. Throws `unauthorized` for credentials that are given and do not work. */
export type Identify = (incoming: Incoming) => Promise<Caller | null>
