import type { Role } from '../core/account.ts'
import type { Alert, TimelineEntry } from '../core/alert.ts'
import type { EventState, KeptHeaders, Outcome } from '../core/event.ts'
import type { Memory } from '../core/memory.ts'
import type { Match } from '../core/rule.ts'
import type { SilenceMatch } from '../core/silence.ts'
import type { AuditEntry, Identity } from './accounts.ts'
import type { NewToken } from './store.ts'

/**
 * Taking out what is kept, and putting it in elsewhere. Ids are those of where it was taken from: they tell what belongs together,
 * and another store gives others. Times are Unix ms.
 */
export interface TransferStore {
  /**
   * Everything that was asked for as it was at one moment, a page at a time, what others refer to first. The moment lasts until the
   * last page was taken or the generator is ended: meanwhile nothing else may be asked of this store.
   */
  exportAll(wanted: Wanted): AsyncGenerator<TransferRecord[]>
  /**
   * Puts settings in, all or none: what is there by the same name is changed, people who are there stay as they are.
   * Throws `invalid_request` when something refers to what is not among them.
   */
  importSettings(settings: SettingsImport): Promise<SettingsImported>
  /** Puts alerts in. They are told to nobody. @param integrations as `importSettings` gave them */
  importAlerts(
    integrations: ReadonlyMap<string, string>,
    options: { rehearse: boolean },
  ): AlertImport
}

export interface Wanted {
  settings: boolean
  /** With what is remembered of dedup keys. */
  alerts: boolean
  events: boolean
}

export type TransferRecord = SettingsRecord | AlertPart | EventRecord

export type SettingsRecord =
  | StoredSettingsRecord
  | PersonRecord
  | IntegrationRecord
  | ChannelRecord
  | RuleRecord
  | SilenceRecord

export interface StoredSettingsRecord {
  record: 'settings'
  publicUrl: string | null
}

export interface PersonRecord {
  record: 'person'
  email: string
  name: string | null
  role: Role
  createdAt: number
  disabledAt: number | null
  /** argon2id, PHC format. */
  passwordHash: string | null
  identities: Identity[]
}

export interface IntegrationRecord {
  record: 'integration'
  id: string
  name: string
  createdAt: number
  revokedAt: number | null
  /** Of one that is there only because of its alerts. */
  deletedAt: number | null
  silentAfter: number | null
  /** Oldest first. */
  tokens: (NewToken & { expiresAt: number | null })[]
  clientSecrets: { secret: string; createdAt: number; expiresAt: number | null }[]
}

export interface ChannelRecord {
  record: 'channel'
  id: string
  kind: string
  name: string
  settings: Record<string, unknown>
  /** null, in an import: what is there stays. */
  sealed: string | null
  fallbackId: string | null
  isEnabled: boolean
  createdAt: number
}

export interface RuleRecord {
  record: 'rule'
  name: string
  isEnabled: boolean
  match: Match
  channelIds: string[]
  isLast: boolean
}

export interface SilenceRecord {
  record: 'silence'
  match: SilenceMatch
  startsAt: number
  endsAt: number
  reason: string
  by: string
  createdAt: number
}

/** What an alert is made of; parts of one alert follow each other. */
export type AlertPart = AlertRecord | TimelineRecord | KeyRecord

/** Alerts are the same when integration, dedup key and opening time are. */
export interface AlertRecord extends Omit<Alert, 'previousAlertId'> {
  record: 'alert'
  /** When the one before it of the same key was opened. */
  previousOpenedAt: number | null
}

/** A part of the timeline of the alert before it. */
export interface TimelineRecord {
  record: 'timeline'
  alertId: string
  /** How many entries come before these. */
  from: number
  /** Oldest first. */
  entries: TimelineEntry[]
}

/** What is remembered of a dedup key. Arrivals count down from the newest event: 0 is the newest, -1 the one before it. */
export interface KeyRecord {
  record: 'key'
  integrationId: string
  dedupKey: string
  memory: Memory
}

export interface EventRecord {
  record: 'event'
  id: string
  integrationId: string
  receivedAt: number
  resource: string
  action: string | null
  headers: KeptHeaders
  state: EventState
  outcome: Outcome | null
  reason: string | null
  alertId: string | null
  payload: Uint8Array
}

export interface SettingsImport {
  records: readonly SettingsRecord[]
  now: number
  /** Find out what would happen, and do nothing. */
  rehearse: boolean
  audit: AuditEntry
}

export type SettingsKind = SettingsRecord['record']

/** How many were not there, are different now, or were so already. */
export interface Tallied {
  created: number
  updated: number
  skipped: number
}

export interface SettingsImported {
  counts: Record<SettingsKind, Tallied>
  /** The id here of each integration, by that of the file. In a rehearsal some of them are of nothing. */
  integrations: Map<string, string>
}

/** An import of alerts that goes on from one part to the next. */
export interface AlertImport {
  /** Puts a few in, all or none; what is there already stays as it is. Can be done again. */
  take(parts: readonly AlertPart[]): Promise<AlertsImported>
}

export interface AlertsImported {
  created: number
  skipped: number
  /** Those that were not resolved, and are now: here another alert of their key is newer, or Sentry had said that it is over. */
  ended: number
}
