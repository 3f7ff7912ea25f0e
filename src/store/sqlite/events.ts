import { eq } from 'drizzle-orm'
import type { EventSummary, Store } from '../store.ts'
import type { Orm } from './database.ts'
import { freshSummary, summaryOf } from './event-row.ts'
import { notFound, rowOf } from './ids.ts'
import { prepareOutbox } from './outbox.ts'
import { events } from './schema.ts'
import type { Segments } from './segments.ts'
import { inSnapshot } from './transaction.ts'

/** Finds one event: what the drain has taken up stands in a table, what it has not, only in the log. */
export interface EventReader {
  /** Throws `not_found`. */
  find(id: string): EventSummary
}

export function createEventReader(db: Orm, segments: Segments): EventReader {
  const { positionOf } = prepareOutbox(db.$client)

  return {
    find(id) {
      const number = rowOf(id, 'event')
      const row = db.select().from(events).where(eq(events.id, number)).get()
      if (row !== undefined) return summaryOf(row)
      const fresh = number > positionOf() ? segments.find(number) : undefined
      if (fresh === undefined) throw notFound('event', id)
      return freshSummary(fresh)
    },
  }
}

/** Shows one event; for the list of them see event-list.ts. */
export function createEvents(db: Orm, segments: Segments): Pick<Store, 'showEvent'> {
  const { find } = createEventReader(db, segments)

  return {
    async showEvent(id) {
      return inSnapshot(db, () => {
        const summary = find(id)
        const stored = segments.find(Number(id))
        const { headers, payload } = stored ?? { headers: {}, payload: new Uint8Array() }
        return { ...summary, headers, payload, isPayloadRemoved: !segments.holds(Number(id)) }
      })
    },
  }
}
