import type { Action, ActionResult } from '../core/action.ts'
import type { IntegrationCondition } from '../core/alarm.ts'
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
import type { BusyHour } from '../core/pause.ts'
import type { Severity } from '../core/severity.ts'
import type { Signal } from '../core/signal.ts'
import type { AccountStore, AuditEntry } from './accounts.ts'
import type { DeliveryStore } from './deliveries.ts'
import type { Levels } from './levels.ts'
import type { Found, Page } from './page.ts'
import type { RetentionStore } from './retention.ts'
import type { TransferStore } from './transfer.ts'

export type { Found, Page } from './page.ts'

/**
 * Everything that is kept. One method is one whole use case and one transaction; none of them speaks of rows or SQL, so that
 * another database can stand behind it. Ids are opaque texts; of two ids of one kind the newer compares greater as a number.
 * Times are Unix ms. A method that names one thing throws `not_found` when there is no such thing.
 */
export interface Store extends AccountStore, DeliveryStore, RetentionStore, TransferStore {
  createIntegration(integration: NewIntegration, audit?: AuditEntry): Promise<Integration>
  /** Whether there ever was one, deleted or not. */
  hadIntegrations(): Promise<boolean>
  /** Newest first, without deleted ones. */
  listIntegrations(page: Page): Promise<Found<Integration>>
  showIntegration(id: string): Promise<Integration>
  /** Throws `precondition_failed` when it changed since `ifRevision` (null: whatever it is now). */
  updateIntegration(
    id: string,
    change: IntegrationChange,
    now: number,
    audit?: AuditEntry,
  ): Promise<Integration>
  /** Adds a token; the ones before it stop working at `expiresAt`. Throws `conflict` on a revoked integration. */
  rotateToken(
    id: string,
    token: NewToken,
    expiresAt: number,
    audit?: AuditEntry,
  ): Promise<Integration>
  /** Adds a client secret; the ones before it stop working at `expiresAt`. Throws `conflict` on a revoked integration. */
  rotateClientSecret(
    id: string,
    secret: string,
    expiresAt: number,
    now: number,
    audit?: AuditEntry,
  ): Promise<Integration>
  /** Requests need no signature any more. Throws `conflict` on a revoked integration. */
  removeClientSecrets(id: string, audit?: AuditEntry): Promise<Integration>
  /** No token of it works any more. What it sent stays. */
  revokeIntegration(id: string, now: number, audit?: AuditEntry): Promise<Integration>
  /** Revokes it and takes it off every list; naming it is `not_found`. What it sent stays, and what waits is drained. */
  deleteIntegration(id: string, now: number, audit?: AuditEntry): Promise<void>
  /** Who may send with this token now, or undefined. */
  findSender(tokenHash: string, now: number): Promise<Sender | undefined>
  /** Whose token this is or was, also when it does not work any more; undefined when it never was one. */
  findTokenOwner(tokenHash: string): Promise<string | undefined>
  /** As whom an integration sends, or undefined when it is revoked. */
  senderOf(integrationId: string, now: number): Promise<Sender | undefined>
  /** Adds to what was refused, by the hour. */
  recordRefusals(refusals: readonly Refusal[]): Promise<void>
  /**
   * Those that are watched and not revoked, and when each last sent something, samples left out. What waits counts, too; while too much
   * waits to be looked at, it is taken to be of everybody.
   */
  listWatched(): Promise<IntegrationCondition[]>
  /** Whether and what it sends, and what was refused since then (Unix ms). */
  showHealth(id: string, refusedSince: number): Promise<IntegrationHealth>
  /** Refusals that cannot be laid to an integration: wrong tokens. */
  listStrayRefusals(refusedSince: number): Promise<RefusalCount[]>

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
  listEvents(filter: EventFilter, page: Page): Promise<Found<EventSummary>>
  showEvent(id: string): Promise<EventDetail>
  /**
   * Puts an event back into the outbox. One that changed an alert before has no second effect; one that is dead, ignored or late is
   * looked at anew. Throws `conflict` when it is pending already, or its payload was removed.
   */
  replayEvent(id: string, audit?: AuditEntry): Promise<EventSummary>
  /** Does that to every dead event. @returns how many there were */
  replayDeadEvents(audit?: AuditEntry): Promise<number>

  /** Newest first. */
  listAlerts(filter: AlertFilter, page: Page): Promise<Found<KeptAlert>>
  /** @param timelineLimit how many of the newest timeline entries to give */
  showAlert(id: string, timelineLimit: number): Promise<AlertDetail>
  /**
   * Does to an alert what `act` decides, and writes it on the timeline in the name of `by`. Throws `precondition_failed` when
   * status, severity, assignee or a snooze changed since `ifRevision`.
   */
  /** The alerts of the same integration and dedup key, newest first. */
  listHistory(id: string, limit: number): Promise<KeptAlert[]>
  changeAlert(id: string, change: AlertChange): Promise<ActionResult>
  /**
   * Does the same to each, all in one transaction; one that changed after what `ifRevisions` has for it is refused.
   * @returns a result for each, undefined for one that is not there
   */
  changeAlerts(
    ids: readonly string[],
    change: Omit<AlertChange, 'ifRevision'> & { ifRevisions?: ReadonlyMap<string, number> },
  ): Promise<(AlertChanged | undefined)[]>
  /**
   * Takes up to `limit` alerts into the index of words that is not up to date with them. A search finds them before that, too,
   * only slower. @returns whether there may be more
   */
  indexWords(limit: number): Promise<boolean>

  /** Grows with every change of an alert, an integration or a user. */
  revision(): Promise<number>
  /** What alerts and integrations are now that changed after this revision: the oldest change first, `limit` of each at most. */
  listChanges(after: number, limit: number): Promise<Changes>
  countEvents(): Promise<EventCounts>
  showStatistics(range: StatisticsRange): Promise<Statistics>
  /** Takes a few ms at most, however much there is. */
  showLevels(): Promise<Levels>

  showSettings(): Promise<StoredSettings>
  changeSettings(settings: StoredSettings, audit: AuditEntry): Promise<void>

  /** Writes something for real and throws when that fails: a full disk or a read-only file shows only then. */
  probe(now: number): Promise<void>
  /** Moves what is in the log into the database file, as far as nobody else reads it. */
  checkpoint(): Promise<void>
  close(): Promise<void>
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
  /** ms: after so long without a webhook people are told; null: it is not watched. */
  silentAfter: number | null
  revision: number
  /** Those that were ever valid, newest first. */
  tokens: { hint: string; createdAt: number; expiresAt: number | null }[]
  /** Those that are valid: with any, requests must be signed. The secrets themselves are not given out. */
  clientSecrets: { createdAt: number; expiresAt: number | null }[]
}

export interface IntegrationChange {
  name?: string
  silentAfter?: number | null
  ifRevision: number | null
}

/** Who sends with a token, and the client secrets of which one must have signed (none: signatures are not checked). */
export interface Sender {
  integrationId: string
  secrets: string[]
}

/** So many refusals of one kind in one hour. */
export interface Refusal {
  /** null: nobody's token. */
  integrationId: string | null
  /** Of the error. */
  code: string
  /** The newest one in words, for a person. */
  reason: string
  count: number
  lastAt: number
}

export type RefusalCount = Omit<Refusal, 'integrationId'>

export interface IntegrationHealth {
  integration: Integration
  lastSeenAt: number | null
  pending: number
  /** Last seen first; at most 100 of them are told apart, then they are counted under `(other)`. */
  resources: {
    resource: string
    action: string | null
    count: number
    firstSeenAt: number
    lastSeenAt: number
  }[]
  /** Newest first. */
  refusals: RefusalCount[]
  /** Of the last two weeks those in which something came, samples left out; oldest first. */
  busyHours: BusyHour[]
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
  /** Headers and payload are not there any more, because they were too old or too much. */
  isPayloadRemoved: boolean
}

export interface AlertFilter {
  status?: readonly AlertStatus[]
  severity?: readonly Severity[]
  integrationId?: string
  /** Slug of the project. */
  project?: string
  /** Each word of it begins a word of the title, the description, the project or the dedup key. */
  text?: string
  /** Unix ms. */
  openedFrom?: number
  openedBefore?: number
  /** Whether a snooze is in force at this time. */
  snoozed?: { is: boolean; at: number }
  /** null: nobody. */
  assignee?: string | null
}

/** An alert as it is kept. */
export interface KeptAlert extends Alert {
  /** Of its last change. */
  revision: number
}

export interface AlertDetail extends KeptAlert {
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
  ifRevision?: number
  /** What to write into the audit log about a change: its target and text are filled in. */
  audit?: Omit<AuditEntry, 'target' | 'text'>
}

/** What became of an alert, and the revision to be given as seen next time. */
export type AlertChanged = ActionResult & { revision: number }

export interface Changes {
  alerts: KeptAlert[]
  integrations: (Integration | { id: string; revision: number; deleted: true })[]
  /** Everything up to here is in it: where to go on. */
  revision: number
  /** Whether there is more after that. */
  more: boolean
}

export interface EventCounts {
  /** Since the beginning. */
  accepted: number
  pending: number
  dead: number
  lastReceivedAt: number | null
  /** When the oldest one was received that is pending; null: none is. */
  oldestPendingAt: number | null
}

/** What people set while the program runs. */
export interface StoredSettings {
  /** Without a slash at the end; null: not set. */
  publicUrl: string | null
}

export interface StatisticsRange {
  /** Unix ms; whole hours or days. */
  from: number
  to: number
  interval: 'hour' | 'day'
  now: number
}

export type BySeverity = Record<Severity, number>

export interface Statistics {
  /** Not resolved now. */
  open: BySeverity
  acknowledged: number
  /** Of these the ones that are snoozed. */
  snoozed: BySeverity
  /** Unix ms; null: none of them ends by itself. */
  nextSnoozeEndsAt: number | null
  /** Intervals in which something happened, oldest first. */
  intervals: (BySeverity & { at: number; resolved: number })[]
  /** By how long it took (see core/statistics.ts), of what ended within the range, in whole days. */
  acknowledgements: Durations
  resolutions: Durations
  /** Those with the most alerts in the range, in whole days; ten at most. */
  projects: { integrationId: string; slug: string | null; alerts: number; events: number }[]
}

export interface Durations {
  buckets: { bucket: number; count: number }[]
  totalMs: number
}
