import { sql } from 'drizzle-orm'
import { check, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Limits } from '../../core/retention.ts'

// What is known of what is kept: how old it is, how much it is, and what went.

/** One row: see core/age.ts for the time that went by, retention.ts for the rest. */
export const retention = sqliteTable(
  'retention',
  {
    id: integer().primaryKey(),
    /** The latest time that the clock of the machine ever showed; 0: it was never looked at. */
    seenAt: integer().notNull(),
    /** ms that went by since this table is there, as far as that is certain. */
    age: integer().notNull(),
    /** ms by which the clock went further than can be certain. */
    doubted: integer().notNull(),
    /** Every event up to this one is gone, but for those that are pending. */
    removedEvents: integer().notNull(),
    /** How many deliveries were removed. */
    removedDeliveries: integer().notNull(),
    /** The segments up to this one are in the next two figures. */
    countedSegments: integer().notNull(),
    payloads: integer().notNull(),
    payloadBytes: integer().notNull(),
    /** The segments up to this one are joined, as far as that helps. */
    joinedSegments: integer().notNull(),
    /** When it was last done to the end, and what went then. */
    lastRunAt: integer(),
    lastRemoved: text({ mode: 'json' }).$type<Record<string, number>>(),
    /** By which limits. */
    lastLimits: text({ mode: 'json' }).$type<Limits>(),
  },
  () => [check('retention_one_row', sql`id = 1`)],
)

/**
 * What was the newest when an hour was over, of those that went by: tells how old a thing is by its number, whatever the clock of the
 * machine said when it came.
 */
export const newestHours = sqliteTable('newest_hours', {
  hour: integer().primaryKey(),
  eventId: integer().notNull(),
  deliveryId: integer().notNull(),
  silenceId: integer().notNull(),
  /** Of the last change of an alert. */
  revision: integer().notNull(),
})
