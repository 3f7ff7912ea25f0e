import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { alertStatuses } from '../../core/alert.ts'
import { outcomes } from '../../core/event.ts'
import { severities } from '../../core/severity.ts'

// What is kept beside alerts and events, so that nothing has to be counted or looked for when somebody asks.

/** One row: the number that the next change of an alert, an integration or a user counts on from. */
export const revisions = sqliteTable(
  'revisions',
  { id: integer().primaryKey(), value: integer().notNull() },
  () => [check('revisions_one_row', sql`id = 1`)],
)

/** One row: alerts whose revision is not above this are in the index of words, `alert_words` (FTS5, which drizzle does not know). */
export const wordsPosition = sqliteTable(
  'words_position',
  { id: integer().primaryKey(), revision: integer().notNull() },
  () => [check('words_position_one_row', sql`id = 1`)],
)

/** Tells whether the words of an alert are still the ones that are in the index. */
export const alertWordHashes = sqliteTable('alert_word_hashes', {
  alertId: integer().primaryKey(),
  hash: integer().notNull(),
})

/** How many alerts are in which state now. */
export const alertCounts = sqliteTable(
  'alert_counts',
  {
    status: text({ enum: alertStatuses }).notNull(),
    severity: text({ enum: severities }).notNull(),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.status, table.severity] })],
)

/** The alerts that opened in an hour (since 1970, UTC); and between which ids all of them are, whatever the clock did. */
export const openedHours = sqliteTable(
  'opened_hours',
  {
    hour: integer().notNull(),
    severity: text({ enum: severities }).notNull(),
    count: integer().notNull(),
    firstId: integer().notNull(),
    lastId: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.hour, table.severity] })],
)

/** How many alerts were resolved in an hour. */
export const resolvedHours = sqliteTable('resolved_hours', {
  hour: integer().primaryKey(),
  count: integer().notNull(),
})

/** How long it took until alerts were acknowledged or resolved, by the day (since 1970, UTC) on which that was. */
export const durations = sqliteTable(
  'durations',
  {
    kind: text({ enum: ['acknowledgement', 'resolution'] }).notNull(),
    day: integer().notNull(),
    bucket: integer().notNull(),
    count: integer().notNull(),
    totalMs: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.day, table.bucket] })],
)

/** Which projects were busy on a day. */
export const projectDays = sqliteTable(
  'project_days',
  {
    day: integer().notNull(),
    integrationId: integer().notNull(),
    /** Empty for alerts without a project, and for those beyond the first thousand projects of a day. */
    projectSlug: text().notNull(),
    alerts: integer().notNull(),
    events: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.integrationId, table.projectSlug] })],
)

/**
 * Which kinds of events are among those of a block of 1,024 ids, so that a rare one is found without an index that each event would
 * have to write. It may name what is there no more.
 */
export const eventBlocks = sqliteTable(
  'event_blocks',
  {
    block: integer().notNull(),
    integrationId: integer().notNull(),
    resource: text().notNull(),
    outcome: text({ enum: [...outcomes, 'pending'] }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.block, table.integrationId, table.resource, table.outcome] }),
    index('event_blocks_integration').on(table.integrationId, table.block),
    index('event_blocks_resource').on(table.resource, table.block),
    index('event_blocks_outcome').on(table.outcome, table.block),
  ],
)

/** What an integration sends. */
export const integrationResources = sqliteTable(
  'integration_resources',
  {
    integrationId: integer().notNull(),
    resource: text().notNull(),
    /** Empty for none. */
    action: text().notNull(),
    count: integer().notNull(),
    firstSeenAt: integer().notNull(),
    lastSeenAt: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.resource, table.action] })],
)

/** How many webhooks of an integration came in an hour (since 1970, UTC): whether it is quiet for longer than usual. */
export const integrationHours = sqliteTable(
  'integration_hours',
  {
    integrationId: integer().notNull(),
    hour: integer().notNull(),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.hour] })],
)

/** What was refused in an hour. */
export const refusals = sqliteTable(
  'refusals',
  {
    hour: integer().notNull(),
    /** 0: nobody's. */
    integrationId: integer().notNull(),
    code: text().notNull(),
    reason: text().notNull(),
    count: integer().notNull(),
    lastAt: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.hour, table.integrationId, table.code] })],
)
