import type { Alert } from './alert.ts'
import type { Known } from './decision.ts'
import type { Memory } from './memory.ts'
import { isAfter } from './position.ts'

/** That an alert is over by what was known at the other of two places, and why. */
export interface Ended {
  state: Pick<Alert, 'status' | 'userSnooze' | 'resolvedAt' | 'resolvedBy'>
  why: string
}

type Arriving = Pick<Alert, 'status' | 'openedAt' | 'lastEventAt'>

/**
 * How an alert that comes from elsewhere ends here; null: it stays as it is. Two places may have heard of one issue in turns, each only a
 * part: together they know what Sentry said last. Of one key only one alert may be unresolved.
 * @param known of its key here, with what is remembered at both places
 */
export function endOfArriving(alert: Arriving, { alert: newest, memory }: Known): Ended | null {
  if (alert.status === 'resolved') return null
  const over = endByMemory(alert, memory)
  if (over !== null || newest === null) return over
  // What Sentry ended here, without what it said elsewhere, is not its last word; what a person ended is.
  const isFinal = newest.resolvedBy !== 'sentry' && newest.openedAt >= alert.openedAt
  if (newest.status === 'resolved' && !isFinal) return null
  const why = 'Resolved by the import: here another alert of the same key is newer.'
  return { state: ended(alert, 'timeout'), why }
}

/** How an alert ends by what is remembered of its key, because Sentry ended it after it had last fired; null: it does not. */
export function endByMemory(alert: Arriving, { resolved, fired }: Memory): Ended | null {
  if (alert.status === 'resolved' || resolved === null || !isAfter(resolved, fired)) return null
  const why = 'Resolved by the import: Sentry had already said that it is over.'
  return { state: ended(alert, 'sentry'), why }
}

function ended({ lastEventAt, openedAt }: Arriving, by: 'sentry' | 'timeout'): Ended['state'] {
  return {
    status: 'resolved',
    userSnooze: null,
    resolvedAt: Math.max(lastEventAt, openedAt),
    resolvedBy: by,
  }
}
