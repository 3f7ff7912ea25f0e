import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { deliveryStates } from '../../core/delivery.ts'
import { changes, type Notice } from '../../core/notice.ts'
import type { Match } from '../../core/rule.ts'
import type { SilenceMatch } from '../../core/silence.ts'
import { alerts } from './schema.ts'

// Where people are told, of what, and what came of it.

export const channels = sqliteTable('channels', {
  id: integer().primaryKey({ autoIncrement: true }),
  kind: text().notNull(),
  name: text().notNull(),
  settings: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  /** The secret settings, encrypted together. */
  sealed: text().notNull(),
  /** No reference: deleting a channel sets it to null by itself. */
  fallbackId: integer(),
  isEnabled: integer({ mode: 'boolean' }).notNull(),
  createdAt: integer().notNull(),
  /** Off every list. The row stays, because what was told there stays. */
  deletedAt: integer(),
  /** Failures in a row, and until when it rests because of them. */
  failures: integer().notNull().default(0),
  restsUntil: integer(),
  failingSince: integer(),
  lastFailure: text(),
  lastSentAt: integer(),
  revision: integer().notNull(),
})

export const rules = sqliteTable(
  'rules',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    position: integer().notNull(),
    name: text().notNull(),
    isEnabled: integer({ mode: 'boolean' }).notNull(),
    match: text({ mode: 'json' }).$type<Match>().notNull(),
    /** Ids of channels, in order. */
    channelIds: text({ mode: 'json' }).$type<string[]>().notNull(),
    isLast: integer({ mode: 'boolean' }).notNull(),
    revision: integer().notNull(),
  },
  (table) => [index('rules_position').on(table.position)],
)

/** For a time nobody is told of what matches. */
export const silences = sqliteTable(
  'silences',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    match: text({ mode: 'json' }).$type<SilenceMatch>().notNull(),
    startsAt: integer().notNull(),
    endsAt: integer().notNull(),
    reason: text().notNull(),
    by: text().notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [
    index('silences_end').on(table.endsAt),
    check('silences_times', sql`starts_at <= ends_at`),
  ],
)

export const deliveries = sqliteTable(
  'deliveries',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    channelId: integer()
      .notNull()
      .references(() => channels.id),
    alertId: integer()
      .notNull()
      .references(() => alerts.id, { onDelete: 'cascade' }),
    change: text({ enum: changes }).notNull(),
    state: text({ enum: deliveryStates }).notNull(),
    reason: text(),
    notice: text({ mode: 'json' }).$type<Notice>().notNull(),
    ruleId: integer(),
    fallbackOf: integer(),
    /** Whether it was given to the fallback of its channel, too. */
    hasFallenBack: integer({ mode: 'boolean' }).notNull().default(false),
    createdAt: integer().notNull(),
    /** Since when it is tried. */
    triedSince: integer().notNull(),
    runAt: integer().notNull(),
    /** Until when somebody tells it; null: nobody does. */
    leasedUntil: integer(),
    attempts: integer().notNull().default(0),
    sentAt: integer(),
    together: integer().notNull().default(1),
    /** What its message left behind on the channel. */
    thread: text(),
  },
  (table) => [
    // What waits for a channel, in the order in which it is told. Holds nothing of what is done.
    index('deliveries_pending')
      .on(table.channelId, table.id)
      .where(sql`state = 'pending'`),
    index('deliveries_dead')
      .on(table.channelId, table.id)
      .where(sql`state = 'dead'`),
    index('deliveries_to_fall_back')
      .on(table.channelId, table.id)
      .where(sql`state = 'pending' and not has_fallen_back`),
    index('deliveries_quiet')
      .on(table.id)
      .where(sql`state = 'quiet'`),
    index('deliveries_alert').on(table.alertId, table.channelId, table.id),
    index('deliveries_channel').on(table.channelId, table.id),
    check('deliveries_state', sql`state in ('pending', 'sent', 'dead', 'quiet')`),
    check('deliveries_change', sql`"change" in ('opened', 'worse', 'reopened', 'resolved')`),
    check('deliveries_sent', sql`(state = 'sent') = (sent_at is not null)`),
  ],
)

/** Each time that a delivery was tried. */
export const attempts = sqliteTable(
  'attempts',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    deliveryId: integer()
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    at: integer().notNull(),
    ms: integer().notNull(),
    result: text({ enum: ['sent', 'retry', 'refused'] }).notNull(),
    status: integer(),
    why: text(),
    reply: text().notNull(),
  },
  (table) => [
    index('attempts_delivery').on(table.deliveryId, table.id),
    check('attempts_result', sql`result in ('sent', 'retry', 'refused')`),
  ],
)
