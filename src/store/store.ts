import type { Action, ActionResult } from '../core/action.ts'
import type { Alert, AlertStatus, TimelineEntry } from '../core/alert.ts'
import type {
  EventState,
  KeptHeaders,
  NewEvent,
  Outcome,
  OutboxEvent,
  Reading,
} from '../core/event.ts'
import type { Decision, Known } from '../core/decision.ts'
import type { Severity } from '../core/severity.ts'
import type { Signal } from '../core/signal.ts'

/**
 * Everything that is kept. One method is one whole use case and one transaction; none of them speaks of rows or SQL, so that
 * another database can stand behind it. Ids are opaque texts; of two ids of one kind the newer compares greater as a number.
 * Times are Unix ms. A method that names one thing throws `not_found` when there is no such thing.
 */
export interface Store {
  createIntegration(integration: NewIntegration): Promise<Integration>
  /** Newest first. */
  listIntegrations(page: Page): Promise<Integration[]>
  showIntegration(id: string): Promise<Integration>
  /** Adds a token; the ones before it stop working at `expiresAt`. Throws `conflict` on a revoked integration. */
  rotateToken(id: string, token: NewToken, expiresAt: number): Promise<Integration>
  /** Adds a client secret; the ones before it stop working at `expiresAt`. Throws `conflict` on a revoked integration. */
  rotateClientSecret(
    id: string,
    secret: string,
    expiresAt: number,
    now: number,
  ): Promise<Integration>
  /** No token of it works any more. What it sent stays. */
  revokeIntegration(id: string, now: number): Promise<Integration>
  /** Who may send with this token now, or undefined. */
  findSender(tokenHash: string, now: number): Promise<Sender | undefined>

  /**
   * Puts events into the outbox, all or none, and resolves only when they are on disk.
   * @returns their ids, in the same order
   */
  append(events: readonly NewEvent[]): Promise<string[]>
  /** Takes up to `limit` due events from the outbox through the pure functions of the batch, in one transaction. */
  drain(batch: DrainBatch): Promise<DrainReport>
  /** How many events wait in the outbox. */
  countPending(): Promise<number>

  /** Newest first. */
  listEvents(filter: EventFilter, page: Page): Promise<EventSummary[]>
  showEvent(id: string): Promise<EventDetail>
  /**
   * Puts an event back into the outbox. One that changed an alert before has no second effect; one that is dead, ignored or late is
   * looked at anew. Throws `conflict` when it is pending already.
   */
  replayEvent(id: string): Promise<EventSummary>

  /** Newest first. */
  listAlerts(filter: AlertFilter, page: Page): Promise<Alert[]>
  /** @param timelineLimit how many of the newest timeline entries to give */
  showAlert(id: string, timelineLimit: number): Promise<AlertDetail>
  /** Does to an alert what `act` decides, and writes it on the timeline in the name of `by`. */
  changeAlert(id: string, change: AlertChange): Promise<ActionResult>

  /** Writes something for real and throws when that fails: a full disk or a read-only file shows only then. */
  probe(now: number): Promise<void>
  /** Moves what is in the log into the database file, as far as nobody else reads it. */
  checkpoint(): Promise<void>
  close(): Promise<void>
}

/** Newest first: `after` is the id of the last one of the page before. */
export interface Page {
  limit: number
  after?: string
}

export interface NewToken {
  /** SHA-256, hex. */
  hash: string
  /** The last four characters. */
  hint: string
  createdAt: number
}

export interface NewIntegration {
  name: string
  token: NewToken
  clientSecret: string | null
  createdAt: number
}

export interface Integration {
  id: string
  name: string
  source: 'sentry'
  createdAt: number
  revokedAt: number | null
  /** Those that were ever valid, newest first. */
  tokens: { hint: string; createdAt: number; expiresAt: number | null }[]
  /** Those that are valid: with any, requests must be signed. The secrets themselves are not given out. */
  clientSecrets: { createdAt: number; expiresAt: number | null }[]
}

/** Who sends with a token, and the client secrets of which one must have signed (none: signatures are not checked). */
export interface Sender {
  integrationId: string
  secrets: string[]
}

export interface DrainBatch {
  limit: number
  now: number
  interpret(event: OutboxEvent): Reading
  decide(known: Known, signal: Signal, receivedAt: number): Decision
  /** After failed attempt number `attempt`: how long to wait, in ms, or null to give up. */
  backoff(attempt: number): number | null
  /** The longest that `backoff` ever gives: an event that is put off for longer was put off by another clock, and is due. */
  longestWait: number
  /** Asked after each event: whether to end the batch here, so that it does not hold up everything else. */
  isEnough(): boolean
}

export interface DrainReport {
  processed: { eventId: string; outcome: Outcome; alertId: string | null }[]
  /** `error` is what was thrown; it may quote the payload, so it must not be logged. */
  failed: { eventId: string; attempt: number; dead: boolean; error: unknown }[]
  /** Fresh events that the drain passed over, from one id to another, because what is stored of them cannot be read any more. */
  unreadable: { first: string; last: string }[]
  /** Whether there may be more to take right now. */
  more: boolean
  /** When the next pending event is due (0 for one that was not tried yet), or null when there is none. */
  nextRunAt: number | null
}

export interface EventFilter {
  state?: EventState
  outcome?: Outcome
  integrationId?: string
  resource?: string
}

export interface EventSummary {
  id: string
  integrationId: string
  receivedAt: number
  resource: string
  action: string | null
  state: EventState
  outcome: Outcome | null
  reason: string | null
  attempts: number
  alertId: string | null
}

export interface EventDetail extends EventSummary {
  headers: KeptHeaders
  payload: Uint8Array
}

export interface AlertFilter {
  status?: AlertStatus
  severity?: Severity
  integrationId?: string
  /** Slug of the project. */
  project?: string
}

export interface AlertDetail extends Alert {
  /** Oldest first. */
  timeline: TimelineEntry[]
  /** How many entries there are in all. */
  timelineLength: number
}

export interface AlertChange {
  action: Action
  act(alert: Alert, action: Action, now: number): ActionResult
  by: string
  now: number
}
