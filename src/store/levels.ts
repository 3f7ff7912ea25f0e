import type { AlertStatus } from '../core/alert.ts'
import type { Severity } from '../core/severity.ts'

/** What is counted by looking at each is counted up to here: for whoever watches, more is as bad as so many. */
export const mostCounted = 1_000
/** So many channels and integrations are told of, the oldest first. */
export const mostTold = 100

/** How much there is of everything at a moment. Times are Unix ms. */
export interface Levels {
  events: {
    /** Of those that will be tried again at most `mostCounted`. */
    pending: number
    /** At most `mostCounted`. */
    dead: number
    oldestPendingAt: number | null
  }
  /** The resolved ones, too. */
  alerts: { status: AlertStatus; severity: Severity; count: number }[]
  channels: ChannelLevel[]
  integrations: IntegrationLevel[]
  database: DatabaseLevel
}

export interface ChannelLevel {
  id: string
  kind: string
  isEnabled: boolean
  /** Each at most `mostCounted`. */
  pending: number
  dead: number
  oldestPendingAt: number | null
  /** Since when every attempt failed; null: the last one did not. */
  failingSince: number | null
}

export interface IntegrationLevel {
  id: string
  /** Of what the drain has taken up, samples left out; null: nothing came yet. */
  lastSeenAt: number | null
  /** ms: after so long without a webhook people are told; null: it is not watched. */
  silentAfter: number | null
  /** When it was made, or since when it is watched, whatever is later. */
  since: number
}

/** Bytes. */
export interface DatabaseLevel {
  size: number
  /** Of the write-ahead log. */
  log: number
  /** Of `size`, what holds nothing and is used again. */
  free: number
}
