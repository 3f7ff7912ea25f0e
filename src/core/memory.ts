import { isAfter, latest, type Position } from './position.ts'

/**
 * What is remembered of a dedup key beside its newest alert: for each kind of fact the newest one that arrived. Each
 * register only ever moves forward in position, so the order of arrival leaves no trace in them.
 */
export interface Memory {
  /** The newest fire or reopen. */
  fired: Position | null
  reopened: Position | null
  /** The newest resolve by Sentry; kept also when there was no alert, so that a late firing opens nothing. */
  resolved: Position | null
  archived: { position: Position; reason: string; until: number | null } | null
  assigned: { position: Position; assignee: string | null } | null
}

export const nothingKnown: Memory = {
  fired: null,
  reopened: null,
  resolved: null,
  archived: null,
  assigned: null,
}

/** What is remembered where events are numbered otherwise: each arrival is so much more. */
export function shifted(memory: Memory, by: number): Memory {
  return {
    fired: moved(memory.fired, by),
    reopened: moved(memory.reopened, by),
    resolved: moved(memory.resolved, by),
    archived: memory.archived && {
      ...memory.archived,
      position: { ...memory.archived.position, arrival: memory.archived.position.arrival + by },
    },
    assigned: memory.assigned && {
      ...memory.assigned,
      position: { ...memory.assigned.position, arrival: memory.assigned.position.arrival + by },
    },
  }
}

function moved(position: Position | null, by: number): Position | null {
  return position && { ...position, arrival: position.arrival + by }
}

/** What is remembered in both: of each kind of fact the newer one. */
export function merged(a: Memory, b: Memory): Memory {
  return {
    fired: newer(a.fired, b.fired),
    reopened: newer(a.reopened, b.reopened),
    resolved: newer(a.resolved, b.resolved),
    archived: newerFact(a.archived, b.archived),
    assigned: newerFact(a.assigned, b.assigned),
  }
}

function newer(a: Position | null, b: Position | null): Position | null {
  return b === null ? a : latest(a, b)
}

function newerFact<T extends { position: Position }>(a: T | null, b: T | null): T | null {
  if (a === null || b === null) return a ?? b
  return isAfter(b.position, a.position) ? b : a
}
