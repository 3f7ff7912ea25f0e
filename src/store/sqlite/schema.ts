import { sql } from 'drizzle-orm'
import {
  blob,
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
  type AnySQLiteColumn,
} from 'drizzle-orm/sqlite-core'
import { alertStatuses, resolvers, type Snooze } from '../../core/alert.ts'
import { eventStates, outcomes } from '../../core/event.ts'
import type { Memory } from '../../core/memory.ts'
import { severities } from '../../core/severity.ts'
import { alertKinds } from '../../core/signal.ts'
import { encodings } from './segment.ts'

// Times are Unix ms. drizzle-kit cannot say STRICT: the generated SQL gets it by hand, and a test asks every table.

export const integrations = sqliteTable(
  'integrations',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    name: text().notNull(),
    source: text({ enum: ['sentry'] }).notNull(),
    createdAt: integer().notNull(),
    revokedAt: integer(),
    /** Off every list. The row stays, because what it sent stays. */
    deletedAt: integer(),
    /** ms: after so long without a webhook it is too quiet; null: it is not watched. */
    silentAfter: integer(),
    /** Since when that is watched. */
    watchedSince: integer(),
    revision: integer().notNull().default(0),
  },
  (table) => [index('integrations_revision').on(table.revision)],
)

export const integrationTokens = sqliteTable(
  'integration_tokens',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    integrationId: integer()
      .notNull()
      .references(() => integrations.id, { onDelete: 'cascade' }),
    /** SHA-256 of the token, hex. The token itself is stored nowhere. */
    hash: text().notNull(),
    /** Its last four characters, so that a person can tell two apart. */
    hint: text().notNull(),
    createdAt: integer().notNull(),
    expiresAt: integer(),
  },
  (table) => [
    uniqueIndex('integration_tokens_hash').on(table.hash),
    index('integration_tokens_integration').on(table.integrationId),
  ],
)

export const integrationSecrets = sqliteTable(
  'integration_secrets',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    integrationId: integer()
      .notNull()
      .references(() => integrations.id, { onDelete: 'cascade' }),
    secret: text().notNull(),
    createdAt: integer().notNull(),
    expiresAt: integer(),
  },
  (table) => [index('integration_secrets_integration').on(table.integrationId)],
)

/**
 * The outbox as a log: one row for the events that one commit brought, packed together (see segment.ts). Written once, then only
 * read: what becomes of an event stands in `events`. Numbered by its last event, so `id >= ?` finds the segment of an event.
 */
export const segments = sqliteTable(
  'segments',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** How many events: their ids are the ones up to the segment's own. */
    length: integer().notNull(),
    encoding: text({ enum: encodings }).notNull(),
    body: blob({ mode: 'buffer' }).notNull(),
  },
  () => [check('segments_encoding', sql`encoding in ('plain', 'zstd')`)],
)

/** One row: the drain has taken up every event up to this one. Those after it are pending, and stand only in their segment. */
export const drainPosition = sqliteTable(
  'drain_position',
  { id: integer().primaryKey(), eventId: integer().notNull() },
  () => [check('drain_position_one_row', sql`id = 1`)],
)

/** What became of each event that the drain has taken up. */
export const events = sqliteTable(
  'events',
  {
    id: integer().primaryKey(),
    integrationId: integer()
      .notNull()
      .references(() => integrations.id),
    receivedAt: integer().notNull(),
    resource: text().notNull(),
    action: text(),
    state: text({ enum: eventStates }).notNull(),
    outcome: text({ enum: outcomes }),
    reason: text(),
    attempts: integer().notNull(),
    /** When to try next, while it is pending. 0 for at once, so that a clock that jumps never holds back a replay. */
    runAt: integer().notNull(),
    /** No reference: it would need an index, whose pages every event would write again in no order. The timeline has one. */
    alertId: integer(),
    processedAt: integer(),
  },
  (table) => [
    // What is to be tried again, in the order in which the drain takes it. Holds nothing of what is done.
    index('events_pending')
      .on(table.runAt, table.id)
      .where(sql`state = 'pending'`),
    index('events_dead')
      .on(table.id)
      .where(sql`state = 'dead'`),
    check('events_state', sql`state in ('pending', 'done', 'dead')`),
    check('events_outcome', sql`(state = 'pending') = (outcome is null)`),
  ],
)

/** Which delivery was seen first as which event; written by the drain, so that intake only ever appends. */
export const replayKeys = sqliteTable(
  'replay_keys',
  {
    integrationId: integer().notNull(),
    key: text().notNull(),
    eventId: integer()
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.integrationId, table.key] }),
    index('replay_keys_event').on(table.eventId),
  ],
)

export const alerts = sqliteTable(
  'alerts',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    integrationId: integer()
      .notNull()
      .references(() => integrations.id),
    dedupKey: text().notNull(),
    kind: text({ enum: alertKinds }).notNull(),
    status: text({ enum: alertStatuses }).notNull(),
    severity: text({ enum: severities }).notNull(),
    title: text().notNull(),
    description: text(),
    url: text(),
    projectSlug: text(),
    projectName: text(),
    eventCount: integer().notNull(),
    assignee: text(),
    userSnooze: text({ mode: 'json' }).$type<Snooze>(),
    sentrySnooze: text({ mode: 'json' }).$type<Snooze>(),
    openedAt: integer().notNull(),
    lastEventAt: integer().notNull(),
    acknowledgedAt: integer(),
    resolvedAt: integer(),
    resolvedBy: text({ enum: resolvers }),
    previousAlertId: integer().references((): AnySQLiteColumn => alerts.id, {
      onDelete: 'set null',
    }),
    regressed: integer({ mode: 'boolean' }).notNull(),
    /** Of its last change, whatever that was. */
    revision: integer().notNull().default(0),
    /** Of the last change of what people decide about: status, severity, assignee, a snooze. */
    stateRevision: integer().notNull().default(0),
    /** Until when one of its snoozes lasts, at most (2^53-1: no fixed end); for filters. */
    snoozedUntil: integer(),
  },
  (table) => [
    // The promise that one problem is one alert, kept by the database itself.
    uniqueIndex('alerts_one_unresolved')
      .on(table.integrationId, table.dedupKey)
      .where(sql`status <> 'resolved'`),
    index('alerts_status').on(table.status, table.id),
    index('alerts_severity').on(table.severity, table.id),
    index('alerts_integration').on(table.integrationId, table.id),
    index('alerts_project').on(table.projectSlug, table.id),
    index('alerts_assignee')
      .on(table.assignee, table.id)
      .where(sql`assignee is not null`),
    index('alerts_snoozed')
      // The severity is there only to be counted without reading an alert.
      .on(table.id, table.snoozedUntil, table.severity)
      .where(sql`snoozed_until is not null`),
    index('alerts_revision').on(table.revision),
    index('alerts_previous')
      .on(table.previousAlertId)
      .where(sql`previous_alert_id is not null`),
    check('alerts_status_known', sql`status in ('open', 'acknowledged', 'resolved')`),
    check('alerts_severity_known', sql`severity in ('critical', 'error', 'warning', 'info')`),
    check(
      'alerts_resolved',
      sql`(status = 'resolved') = (resolved_at is not null) and (status = 'resolved') = (resolved_by is not null)`,
    ),
  ],
)

/** One row per dedup key: its newest alert, and what is remembered beside it. */
export const dedupKeys = sqliteTable(
  'dedup_keys',
  {
    integrationId: integer()
      .notNull()
      .references(() => integrations.id),
    dedupKey: text().notNull(),
    alertId: integer().references(() => alerts.id, { onDelete: 'set null' }),
    memory: text({ mode: 'json' }).$type<Memory>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.integrationId, table.dedupKey] }),
    index('dedup_keys_alert').on(table.alertId),
  ],
)

export const timeline = sqliteTable(
  'timeline',
  {
    id: integer().primaryKey(),
    alertId: integer()
      .notNull()
      .references(() => alerts.id, { onDelete: 'cascade' }),
    at: integer().notNull(),
    kind: text().notNull(),
    by: text().notNull(),
    text: text().notNull(),
    eventId: integer().references(() => events.id, { onDelete: 'set null' }),
  },
  (table) => [
    index('timeline_alert').on(table.alertId, table.id),
    index('timeline_event')
      .on(table.eventId)
      .where(sql`event_id is not null`),
  ],
)

/** One row that the readiness check writes, because only writing shows that writing works. */
export const heartbeat = sqliteTable(
  'heartbeat',
  { id: integer().primaryKey(), at: integer().notNull() },
  () => [check('heartbeat_one_row', sql`id = 1`)],
)
