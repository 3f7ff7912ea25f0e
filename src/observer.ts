import type { ErrorCode } from './errors.ts'
import type { DrainReport } from './store/store.ts'

/** From when to when, by the monotonic clock, ms. */
export interface Stretch {
  from: number
  to: number
}

/** A webhook was answered. */
export interface Received extends Stretch {
  /** When its body was there; the same as `from` for one that was refused before. */
  readAt: number
  status: number
  /** Why it was refused. */
  code: 'accepted' | ErrorCode
  /** null: nobody's token. */
  integrationId: string | null
  /** null: it was refused. */
  eventId: string | null
  headers: Headers
}

/** Events were put on disk together, or could not be. */
export interface Committed extends Stretch {
  events: number
  /** null: it failed. */
  ids: readonly string[] | null
}

/** The drain took a batch from the outbox. */
export interface Drained extends Stretch {
  report: DrainReport
}

/** A channel was tried. */
export interface Attempted extends Stretch {
  channelId: string
  channelKind: string
  result: 'sent' | 'retry' | 'refused'
  /** Of the answer over HTTP; null: there was none. */
  status: number | null
  /** What became of the deliveries that were told together. */
  outcomes: readonly ('pending' | 'sent' | 'dead')[]
}

/** A request to the API was answered. */
export interface Answered extends Stretch {
  method: string
  /** The pattern of the path, never the path. */
  route: string
  status: number
  headers: Headers
}

/**
 * Is told what happens, as it happens, by those who do it: they know nothing of who counts or traces it. It is on the way of every
 * webhook, so it does next to nothing, never waits and never throws.
 */
export interface Observer {
  received(fact: Received): void
  committed(fact: Committed): void
  drained(fact: Drained): void
  attempted(fact: Attempted): void
  answered(fact: Answered): void
}

/** Where nobody looks. */
export const unobserved: Observer = {
  received() {},
  committed() {},
  drained() {},
  attempted() {},
  answered() {},
}

/** Tells two. */
export function bothOf(one: Observer, other: Observer): Observer {
  return {
    received(fact) {
      one.received(fact)
      other.received(fact)
    },
    committed(fact) {
      one.committed(fact)
      other.committed(fact)
    },
    drained(fact) {
      one.drained(fact)
      other.drained(fact)
    },
    attempted(fact) {
      one.attempted(fact)
      other.attempted(fact)
    },
    answered(fact) {
      one.answered(fact)
      other.answered(fact)
    },
  }
}
