import type { Alarm } from '../core/alarm.ts'
import type { Breaker, DeliveryState } from '../core/delivery.ts'
import type { Change, Notice } from '../core/notice.ts'
import type { Match, Rule } from '../core/rule.ts'
import type { Silence } from '../core/silence.ts'
import type { AuditEntry } from './accounts.ts'
import type { Found, Page } from './page.ts'

/**
 * Where people are told, of what, and what came of it. Deliveries are written in the transaction of the change that they tell (see
 * `drain`, `changeAlert`). Times are Unix ms. A method that names one thing throws `not_found` when there is no such thing.
 */
export interface DeliveryStore {
  /** With a rule that tells what is worth it there, if there is none at all. */
  createChannel(channel: NewChannel, audit: AuditEntry, first?: FirstRule): Promise<CreatedChannel>
  /** Newest first, without deleted ones. */
  listChannels(page: Page): Promise<Found<Channel>>
  showChannel(id: string): Promise<Channel>
  /** Throws `precondition_failed` when it changed since `ifRevision`; `not_found` when the fallback is none. */
  updateChannel(id: string, change: ChannelChange, audit: AuditEntry): Promise<Channel>
  /** What waits for it is given up, and no rule names it any more. What was told stays. */
  deleteChannel(id: string, now: number, audit: AuditEntry): Promise<void>

  /** In the order in which they are looked at. */
  listRules(): Promise<StoredRule[]>
  showRule(id: string): Promise<StoredRule>
  /** Comes after those that are there. Throws `not_found` when a channel is none. */
  createRule(rule: NewRule, audit: AuditEntry): Promise<StoredRule>
  /** Throws `precondition_failed` when it changed since `ifRevision`, `not_found` when a channel is none. */
  updateRule(id: string, change: RuleChange, audit: AuditEntry): Promise<StoredRule>
  deleteRule(id: string, audit: AuditEntry): Promise<void>

  createSilence(silence: Omit<StoredSilence, 'id'>, audit: AuditEntry): Promise<StoredSilence>
  /** Newest first, those that are over too. */
  listSilences(page: Page): Promise<Found<StoredSilence>>
  /** Has it end now, unless it is over; one that has not begun never does. */
  endSilence(id: string, now: number, audit: AuditEntry): Promise<StoredSilence>

  /** Newest first. */
  listDeliveries(filter: DeliveryFilter, page: Page): Promise<Found<Delivery>>
  /** With its newest attempts, oldest first. */
  showDelivery(id: string): Promise<DeliveryDetail>
  /** Has it tried again now, with a day before it is given up. Throws `conflict` when it is neither dead nor pending. */
  retryDelivery(id: string, now: number, audit: AuditEntry): Promise<Delivery>

  /**
   * Leases what is due: at most one lot for each channel that is not `busy`, is enabled and does not rest. What follows in the same alert
   * on the same channel is not due before what comes first. A lease that has run out counts as none. What waited since before
   * `giveUpBefore` on a channel that fails, or is switched off, is dead by that. What waits for a channel that is beyond hope is
   * given to its fallback, too: an opening with its end, an end where its opening was told.
   */
  leaseDeliveries(lease: Lease): Promise<Lot[]>
  /** Writes what came of a lot: `sent`, tried again later, or dead; and how its channel is since then. */
  settleDeliveries(settlement: Settlement): Promise<void>
  /** When each channel last gave something up, if that was not before then. */
  listDeadSince(since: number): Promise<{ channelId: string; at: number }[]>
  /**
   * Keeps what is wrong with Navish itself as alerts of a project called `navish`: opens those of these keys that are `fresh`, changes
   * those that are open, and resolves the others.
   */
  noteAlarms(standing: readonly Alarm[], fresh: ReadonlySet<string>, now: number): Promise<void>
  /** Ends all leases, and begins the day after which they are given up anew: for a server that starts, because there is no other one. */
  releaseDeliveries(now: number): Promise<void>
}

export interface NewChannel {
  kind: string
  name: string
  /** Those that are not secret, by name. */
  settings: Record<string, unknown>
  /** The secret ones, sealed together (see secrets/seal.ts). */
  sealed: string
  /** To whom it falls when this one fails; null: to nobody. */
  fallbackId: string | null
  createdAt: number
}

export interface Channel extends NewChannel {
  id: string
  isEnabled: boolean
  breaker: Breaker
  /** Since when every attempt failed; null: the last one did not. */
  failingSince: number | null
  /** Of the last failure, in words. */
  lastFailure: string | null
  lastSentAt: number | null
  /** How many deliveries wait for it, and how many were given up. */
  pending: number
  dead: number
  revision: number
}

/** What is told on the first channel, until somebody says otherwise. */
export interface FirstRule {
  rule: Omit<NewRule, 'channelIds'>
  audit: AuditEntry
}

export interface CreatedChannel extends Channel {
  /** The rule that was created with it; null: none was. */
  ruleId: string | null
}

export interface ChannelChange {
  name?: string
  settings?: Record<string, unknown>
  sealed?: string
  fallbackId?: string | null
  isEnabled?: boolean
  ifRevision: number | null
}

export interface NewRule {
  name: string
  isEnabled: boolean
  match: Match
  channelIds: readonly string[]
  isLast: boolean
}

export interface StoredRule extends Rule {
  name: string
  /** From 1. */
  position: number
  revision: number
}

export interface StoredSilence extends Silence {
  /** Unix ms. */
  createdAt: number
}

export interface RuleChange extends Partial<NewRule> {
  /** Where it is to stand; those from there on move down. */
  position?: number
  ifRevision: number | null
}

export interface DeliveryFilter {
  state?: DeliveryState
  channelId?: string
  alertId?: string
}

export interface Delivery {
  id: string
  channelId: string
  alertId: string
  change: Change
  state: DeliveryState
  /** Why it is quiet or dead, or what the last attempt failed of; null: nothing to say. */
  reason: string | null
  ruleId: string | null
  /** The delivery that failed elsewhere, so that this one was made; null: none. */
  fallbackOf: string | null
  createdAt: number
  /** When it is due, while it is pending. */
  runAt: number
  attempts: number
  sentAt: number | null
  /** How many were told in the same message. */
  together: number
}

export interface DeliveryDetail extends Delivery {
  notice: Notice
  tries: Attempt[]
}

export interface Attempt {
  at: number
  /** How long it took. */
  ms: number
  result: 'sent' | 'retry' | 'refused'
  status: number | null
  why: string | null
  reply: string
}

export interface Lease {
  now: number
  /** Until when nobody else takes them. */
  until: number
  giveUpBefore: number
  busy: readonly string[]
  /** How many of those that are due on a channel to take, and since when the oldest is; 0: none yet. */
  together(channel: Channel, due: { count: number; since: number }): number
}

/** What is told as one message on one channel. */
export interface Lot {
  channel: Channel
  /** The oldest first; one, or several that go into one digest. */
  deliveries: LeasedDelivery[]
}

export interface LeasedDelivery extends Delivery {
  notice: Notice
  /** Since when it is tried: its first attempt, or when a person had it tried again. */
  triedSince: number
  /** What the last message about the alert on this channel left behind; null: nothing. */
  thread: string | null
}

export interface Settlement {
  channelId: string
  /** Of the channel when it was leased: what failed with other settings says nothing of those of now. */
  revision: number
  attempt: Attempt
  breaker: Breaker
  /** What becomes of each. `fallBack`: it goes to the other channel as well. */
  outcomes: {
    id: string
    state: 'pending' | 'sent' | 'dead'
    runAt: number
    reason: string | null
    fallBack: boolean
  }[]
  /** What the message left behind. */
  thread: string | null
}
