import type { OutboxEvent } from '../../core/event.ts'
import type { EventSummary } from '../store.ts'
import { columnsIn } from './columns.ts'
import { idOf, idOrNull } from './ids.ts'
import { events } from './schema.ts'

export type EventRow = typeof events.$inferSelect

/** What to select for an `EventRow`, without the ORM. */
export const eventColumns = columnsIn(events)

/** An event that the drain has taken up. */
export function summaryOf(row: EventRow): EventSummary {
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

/** An event that the drain has not taken up yet. */
export function freshSummary(event: OutboxEvent): EventSummary {
  const { arrival, integrationId, receivedAt, resource, action } = event
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
  }
}
