import { and, eq, sql } from 'drizzle-orm'
import type { Orm } from './database.ts'
import { alerts, dedupKeys, events, payloads, replayKeys, timeline } from './schema.ts'

/** What the drain says to the database, prepared once: it says it for every event. */
export function prepareDrain(db: Orm) {
  // The state stands in the SQL itself: a bound value would keep SQLite from using the partial index.
  const due = db
    .select()
    .from(events)
    .where(sql`state = 'pending' and run_at <= ${sql.placeholder('now')}`)
    .orderBy(events.runAt, events.id)
    .limit(sql.placeholder('limit'))
    .prepare()
  const nextRun = db
    .select({ at: sql<number | null>`min(run_at)` })
    .from(events)
    .where(sql`state = 'pending'`)
    .prepare()
  const payloadOf = db
    .select({ body: payloads.body })
    .from(payloads)
    .where(eq(payloads.eventId, sql.placeholder('id')))
    .prepare()
  const firstWithKey = db
    .insert(replayKeys)
    .values({
      integrationId: sql.placeholder('integrationId'),
      key: sql.placeholder('key'),
      eventId: sql.placeholder('eventId'),
    })
    .onConflictDoNothing()
    .prepare()
  const seenAs = db
    .select({ eventId: replayKeys.eventId, alertId: events.alertId })
    .from(replayKeys)
    .innerJoin(events, eq(events.id, replayKeys.eventId))
    .where(
      and(
        eq(replayKeys.integrationId, sql.placeholder('integrationId')),
        eq(replayKeys.key, sql.placeholder('key')),
      ),
    )
    .prepare()
  const knownOf = db
    .select({ memory: dedupKeys.memory, alert: alerts })
    .from(dedupKeys)
    .leftJoin(alerts, eq(alerts.id, dedupKeys.alertId))
    .where(
      and(
        eq(dedupKeys.integrationId, sql.placeholder('integrationId')),
        eq(dedupKeys.dedupKey, sql.placeholder('dedupKey')),
      ),
    )
    .prepare()
  const remember = db
    .insert(dedupKeys)
    .values({
      integrationId: sql.placeholder('integrationId'),
      dedupKey: sql.placeholder('dedupKey'),
      alertId: sql.placeholder('alertId'),
      memory: sql.placeholder('memory'),
    })
    .onConflictDoUpdate({
      target: [dedupKeys.integrationId, dedupKeys.dedupKey],
      set: { alertId: sql`excluded.alert_id`, memory: sql`excluded.memory` },
    })
    .prepare()
  const tell = db
    .insert(timeline)
    .values({
      alertId: sql.placeholder('alertId'),
      at: sql.placeholder('at'),
      kind: sql.placeholder('kind'),
      by: 'sentry',
      text: sql.placeholder('text'),
      eventId: sql.placeholder('eventId'),
    })
    .prepare()
  const toldOf = db
    .select({ alertId: timeline.alertId, kind: timeline.kind })
    .from(timeline)
    .where(eq(timeline.eventId, sql.placeholder('eventId')))
    .prepare()
  const finish = db
    .update(events)
    .set({
      state: sql`${sql.placeholder('state')}`,
      outcome: sql`${sql.placeholder('outcome')}`,
      reason: sql`${sql.placeholder('reason')}`,
      attempts: sql`${sql.placeholder('attempts')}`,
      alertId: sql`${sql.placeholder('alertId')}`,
      processedAt: sql`${sql.placeholder('now')}`,
    })
    .where(eq(events.id, sql.placeholder('id')))
    .prepare()
  const postpone = db
    .update(events)
    .set({
      attempts: sql`${sql.placeholder('attempts')}`,
      reason: sql`${sql.placeholder('reason')}`,
      runAt: sql`${sql.placeholder('runAt')}`,
    })
    .where(eq(events.id, sql.placeholder('id')))
    .prepare()

  return {
    due,
    nextRun,
    payloadOf,
    firstWithKey,
    seenAs,
    knownOf,
    remember,
    tell,
    toldOf,
    finish,
    postpone,
  }
}
