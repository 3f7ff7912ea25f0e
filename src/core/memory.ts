import type { Position } from './position.ts'

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
