import type { Signal } from './signal.ts'

/** What became of an event; kept with it together with a reason in plain words. */
export const outcomes = [
  'opened',
  'updated',
  'resolved',
  'reopened',
  'assigned',
  'snoozed',
  'late',
  'replayed',
  'ignored',
  'dead',
] as const
export type Outcome = (typeof outcomes)[number]

export const eventStates = ['pending', 'done', 'dead'] as const
export type EventState = (typeof eventStates)[number]

/** The headers that are kept with an event. Never a signature, a credential or a header that a user added. */
export const keptHeaders = [
  'content-type',
  'user-agent',
  'request-id',
  'idempotency-key',
  'sentry-hook-resource',
  'sentry-hook-timestamp',
  'x-servicehook-timestamp',
  'x-servicehook-guid',
] as const
export type KeptHeaders = Partial<Record<(typeof keptHeaders)[number], string>>

/** The resource of samples that Navish sends itself: they must not be taken for what Sentry sends. */
export const sampleResource = 'sample'

/** One accepted request, before it is stored. */
export interface NewEvent {
  integrationId: string
  /** Unix ms. */
  receivedAt: number
  /** What kind of request it is: Sentry's resource name, or the name of the shape where no header said it. */
  resource: string
  action: string | null
  headers: KeptHeaders
  /** The sender's bytes, untouched. */
  payload: Uint8Array
  /** The same key from the same integration is the same delivery made again; null means never a replay. */
  replayKey: string | null
}

/** An event as the outbox gives it to the drain. */
export interface OutboxEvent extends NewEvent {
  /** Grows with every accepted event. */
  arrival: number
}

/** What one event means: signals about alerts, or a reason why it means nothing here. */
export type Reading = { signals: Signal[] } | { ignored: string }
