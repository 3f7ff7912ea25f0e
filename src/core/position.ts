/**
 * Where a signal stands in the life of its dedup key. Sentry delivers in any order, so arrival says little: what counts
 * is the time that the payload speaks of, then the time in the header (which is the time of the attempt), then arrival.
 */
export interface Position {
  /** What the payload speaks of, in Unix ms; 0 where the dedup key itself says it (one metric incident, one key). */
  at: number
  /**
   * 0 for an observation (something fired at `at`), 1 for a decision about everything seen up to `at` (resolved,
   * re-opened, assigned, archived). At the same `at` the observation came first: it is what was decided about.
   */
  rank: 0 | 1
  /** `Sentry-Hook-Timestamp` in Unix ms, or null where the sender gave none. */
  sentAt: number | null
  /** Grows with every accepted event. */
  arrival: number
  /** A request with none of Sentry's headers carries no usable time: against it only arrival counts. */
  handMade: boolean
}

/** Negative when `a` came first, positive when `b` did, 0 for the same arrival. */
export function comparePositions(a: Position, b: Position): number {
  if (a.handMade || b.handMade) return a.arrival - b.arrival
  if (a.at !== b.at) return a.at - b.at
  if (a.rank !== b.rank) return a.rank - b.rank
  if (a.sentAt !== null && b.sentAt !== null && a.sentAt !== b.sentAt) return a.sentAt - b.sentAt
  return a.arrival - b.arrival
}

/** Whether `a` came after `b`; everything comes after nothing. */
export function isAfter(a: Position, b: Position | null): boolean {
  return b === null || comparePositions(a, b) > 0
}

export function latest(a: Position | null, b: Position): Position {
  return a !== null && comparePositions(a, b) >= 0 ? a : b
}
