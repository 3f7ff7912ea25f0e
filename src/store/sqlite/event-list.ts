import type { EventFilter, EventSummary, Store } from '../store.ts'
import { both, type Bound } from './conditions.ts'
import type { Orm } from './database.ts'
import { conditionsOfEvents, eventsWanted } from './event-filter.ts'
import { eventColumns, freshSummary, summaryOf, type EventRow } from './event-row.ts'
import { eventSource } from './event-sources.ts'
import { rowOf } from './ids.ts'
import { prepareOutbox } from './outbox.ts'
import type { Segments } from './segments.ts'
import { walk, type Ahead, type Place } from './stretch.ts'

/** Lists events from the newest to the oldest: those that stand only in the log, and then those that the drain has taken up. */
export function createEventList(db: Orm, segments: Segments): Pick<Store, 'listEvents'> {
  const { $client: client } = db
  const { positionOf } = prepareOutbox(client)

  /** Those of these ids that stand in the log and are wanted, newest first. */
  function lookAtFresh({ integrationId, resource }: EventFilter, { below, floor }: Place) {
    const found = new Map<number, EventSummary>()
    for (const event of segments.newestBetween(floor - 1, below)) {
      if (integrationId !== undefined && event.integrationId !== integrationId) continue
      if (resource !== undefined && event.resource !== resource) continue
      found.set(event.arrival, freshSummary(event))
    }
    return found
  }

  return {
    async listEvents(filter, page) {
      const { limit, after } = page
      const wanted = eventsWanted(filter)
      const { sql, values } = both(conditionsOfEvents(wanted))
      const takenUp = eventSource(client, wanted)
      using row = client.prepare<EventRow, Bound[]>(
        `select ${eventColumns} from events where id = ? and ${sql}`,
      )
      const wantsFresh = (filter.state ?? 'pending') === 'pending' && filter.outcome === undefined
      let fresh = new Map<number, EventSummary>()

      function next(place: Place, size: number): Ahead {
        // What is fresh now may have been taken up when the next part is looked at, and is then found there.
        const position = positionOf()
        if (place.below <= position + 1) return takenUp(place, size)
        const from = Math.max(position + 1, wantsFresh ? place.below - size : 0)
        if (!wantsFresh) return { from, ids: () => [] }
        fresh = lookAtFresh(filter, { below: place.below, floor: from })
        return { from, ids: () => [...fresh.keys()] }
      }

      function find(id: number): EventSummary | null {
        const known = fresh.get(id)
        if (known !== undefined) return known
        const found = row.get(id, ...values)
        return found === null ? null : summaryOf(found)
      }

      const end = Math.max(positionOf(), segments.newest()) + 1
      const below = after === undefined ? end : Math.min(rowOf(after, 'event'), end)
      return await walk({ next, find }, { below, floor: 1 }, page, limit + 1)
    },
  }
}
