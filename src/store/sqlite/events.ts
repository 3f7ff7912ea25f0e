import { and, desc, eq, lt, ne, sql } from 'drizzle-orm'
import { AppError } from '../../errors.ts'
import type { EventSummary, Store } from '../store.ts'
import type { Orm } from './database.ts'
import { idOf, idOrNull, notFound, rowOf } from './ids.ts'
import { events, payloads } from './schema.ts'
import { inTransaction } from './transaction.ts'

type Row = typeof events.$inferSelect

export function createEvents(db: Orm): Pick<Store, 'listEvents' | 'showEvent' | 'replayEvent'> {
  function find(id: string): Row {
    const row = db
      .select()
      .from(events)
      .where(eq(events.id, rowOf(id, 'event')))
      .get()
    if (row === undefined) throw notFound('event', id)
    return row
  }

  return {
    async listEvents(filter, { limit, after }) {
      const { state, outcome, integrationId, resource } = filter
      return db
        .select()
        .from(events)
        .where(
          and(
            // In the SQL itself, so that the partial indexes of what is pending and dead are used.
            state === undefined ? undefined : sql.raw(`state = '${state}'`),
            outcome === undefined ? undefined : eq(events.outcome, outcome),
            integrationId === undefined
              ? undefined
              : eq(events.integrationId, rowOf(integrationId, 'integration')),
            resource === undefined ? undefined : eq(events.resource, resource),
            after === undefined ? undefined : lt(events.id, rowOf(after, 'event')),
          ),
        )
        .orderBy(desc(events.id))
        .limit(limit)
        .all()
        .map(summaryOf)
    },

    async showEvent(id) {
      const row = find(id)
      const stored = db.select().from(payloads).where(eq(payloads.eventId, row.id)).get()
      return {
        ...summaryOf(row),
        headers: row.headers,
        payload: stored?.body ?? new Uint8Array(),
      }
    },

    async replayEvent(id) {
      return inTransaction(db, () => {
        const row = find(id)
        const [replayed] = db
          .update(events)
          .set({
            state: 'pending',
            outcome: null,
            reason: null,
            attempts: 0,
            // When it was processed before stays: what took effect must not do so twice.
            runAt: 0,
          })
          .where(and(eq(events.id, row.id), ne(events.state, 'pending')))
          .returning()
          .all()
        if (replayed !== undefined) return summaryOf(replayed)
        throw new AppError('conflict', `Event ${id} is pending already.`)
      })
    },
  }
}

function summaryOf(row: Row): EventSummary {
  const { id, integrationId, receivedAt, resource, action } = row
  const { state, outcome, reason, attempts, alertId } = row
  return {
    id: idOf(id),
    integrationId: idOf(integrationId),
    receivedAt,
    resource,
    action,
    state,
    outcome,
    reason,
    attempts,
    alertId: idOrNull(alertId),
  }
}
