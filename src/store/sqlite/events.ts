import { and, desc, eq, lt, ne, sql } from 'drizzle-orm'
import type { OutboxEvent } from '../../core/event.ts'
import { AppError } from '../../errors.ts'
import type { EventFilter, EventSummary, Page, Store } from '../store.ts'
import type { Orm } from './database.ts'
import { idOf, idOrNull, notFound, rowOf } from './ids.ts'
import { prepareOutbox } from './outbox.ts'
import { events } from './schema.ts'
import type { Segments } from './segments.ts'
import { inSnapshot, inTransaction } from './transaction.ts'

type Row = typeof events.$inferSelect

/** The ledger of what arrived: what the drain has taken up stands in a table, what it has not, only in the log. */
export function createEvents(
  db: Orm,
  segments: Segments,
): Pick<Store, 'listEvents' | 'showEvent' | 'replayEvent'> {
  const { positionOf } = prepareOutbox(db.$client)

  function find(id: string): EventSummary {
    const number = rowOf(id, 'event')
    const row = db.select().from(events).where(eq(events.id, number)).get()
    if (row !== undefined) return summaryOf(row)
    const fresh = number > positionOf() ? segments.find(number) : undefined
    if (fresh === undefined) throw notFound('event', id)
    return freshSummary(fresh)
  }

  /** Those that the drain has not taken up yet. */
  function listFresh(filter: EventFilter, { limit, after }: Page): EventSummary[] {
    const { state, outcome, integrationId, resource } = filter
    if ((state ?? 'pending') !== 'pending' || outcome !== undefined) return []
    const below = after === undefined ? Number.MAX_SAFE_INTEGER : rowOf(after, 'event')
    const found: EventSummary[] = []
    for (const event of segments.newestBetween(positionOf(), below)) {
      if (found.length === limit) break
      if (integrationId !== undefined && event.integrationId !== integrationId) continue
      if (resource !== undefined && event.resource !== resource) continue
      found.push(freshSummary(event))
    }
    return found
  }

  function listTakenUp(filter: EventFilter, { limit, after }: Page): EventSummary[] {
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
  }

  return {
    async listEvents(filter, page) {
      return inSnapshot(db, () => {
        // All that is fresh is newer than all that was taken up.
        const fresh = listFresh(filter, page)
        const left = page.limit - fresh.length
        return left === 0 ? fresh : [...fresh, ...listTakenUp(filter, { ...page, limit: left })]
      })
    },

    async showEvent(id) {
      return inSnapshot(db, () => {
        const summary = find(id)
        const stored = segments.find(Number(id))
        const { headers, payload } = stored ?? { headers: {}, payload: new Uint8Array() }
        return { ...summary, headers, payload }
      })
    },

    async replayEvent(id) {
      return inTransaction(db, () => {
        find(id)
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
          .where(and(eq(events.id, Number(id)), ne(events.state, 'pending')))
          .returning()
          .all()
        if (replayed !== undefined) return summaryOf(replayed)
        throw new AppError('conflict', `Event ${id} is pending already.`)
      })
    },
  }
}

function freshSummary({ arrival, integrationId, receivedAt, resource, action }: OutboxEvent) {
  return {
    id: idOf(arrival),
    integrationId,
    receivedAt,
    resource,
    action,
    state: 'pending',
    outcome: null,
    reason: null,
    attempts: 0,
    alertId: null,
  } satisfies EventSummary
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
