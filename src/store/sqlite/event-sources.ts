import type { Database } from 'bun:sqlite'
import { between, idsOf } from './conditions.ts'
import { createBlockSearch } from './event-blocks.ts'
import { blockLength, blockOf } from './event-figures.ts'
import { conditionsOfEvents, type EventsWanted } from './event-filter.ts'
import { longest, type Ahead, type Place } from './stretch.ts'

/** Gives the ids of events that the drain has taken up, from the newest to the oldest. */
export type EventSource = (place: Place, size: number) => Ahead

/** With more events than these to try again, they are no longer put in order at each page. */
const mostRetries = 20_000

/** The source in which the least is to be looked at. */
export function eventSource(client: Database, wanted: EventsWanted): EventSource {
  const { integration, resource, became } = wanted
  const isPlain = integration === undefined && resource === undefined
  if (became === undefined && isPlain) return inOrder(client, 'not indexed', 'true')
  // The states stand in the SQL itself: a bound value would keep SQLite from using the partial indexes.
  const only = became?.length === 1 ? became[0] : undefined
  if (only === 'dead') return inOrder(client, 'indexed by events_dead', `state = 'dead'`)
  if (only === 'pending' && areFew(client)) {
    return inOrder(client, 'indexed by events_pending', `state = 'pending'`)
  }
  return inBlocks(client, wanted)
}

function inOrder(client: Database, index: string, sql: string): EventSource {
  return (place, size) => {
    const wanted = [{ sql, values: [] }, between('id', place)]
    const ids = idsOf(client, { id: 'id', from: `events ${index}`, wanted, limit: size })
    return { from: ids.length < size ? place.floor : (ids.at(-1) ?? place.floor), ids: () => ids }
  }
}

function areFew(client: Database): boolean {
  const wanted = [{ sql: `state = 'pending'`, values: [] }]
  const from = 'events indexed by events_pending'
  // By what that index is in the order of, so that it counts no further.
  return idsOf(client, { id: 'run_at', from, wanted, limit: 1, offset: mostRetries }).length === 0
}

/** Looks only through those blocks of ids in which there may be something. */
function inBlocks(client: Database, wanted: EventsWanted): EventSource {
  const find = createBlockSearch(client, wanted)
  const conditions = conditionsOfEvents(wanted)

  function idsIn(block: number, { below, floor }: Place): number[] {
    const first = block * blockLength
    const place = {
      below: Math.min(below, first + blockLength),
      floor: Math.max(floor, first),
    }
    const all = [...conditions, between('id', place)]
    return idsOf(client, { id: 'id', from: 'events not indexed', wanted: all })
  }

  return (place, size) => {
    const whole = { below: blockOf(place.below - 1) + 1, floor: blockOf(place.floor) }
    const { blocks, oldest } = find(whole, Math.ceil(size / blockLength))
    const begun = performance.now()
    const ids: number[] = []
    let end = oldest
    for (const block of blocks) {
      ids.push(...idsIn(block, place))
      if (performance.now() - begun < longest) continue
      end = block
      break
    }
    return { from: Math.max(place.floor, end * blockLength), ids: () => ids }
  }
}
