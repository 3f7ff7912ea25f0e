import type { Database } from 'bun:sqlite'
import type { NewEvent, OutboxEvent } from '../../core/event.ts'
import { packEvents, unpackEvents, type Segment } from './segment.ts'

/** The log of what arrived: written by intake, a segment a commit, and read by the drain and by people. */
export interface Segments {
  /** Adds events in one row. To be called in a transaction. @returns the id of the first; the others follow it */
  add(events: readonly NewEvent[]): number
  /** The event with this id, or undefined. */
  find(eventId: number): OutboxEvent | undefined
  /** The events after this one, oldest first. */
  after(eventId: number): Generator<OutboxEvent | Unreadable>
  /** The events between these two, both not included, newest first, as far as they can be read. */
  newestBetween(after: number, before: number): Generator<OutboxEvent>
  /** The id of the newest event that came into the log, or 0. */
  newest(): number
  /** Whether the payload of an event is kept, readable or not. Asks the database anew, whatever was read before. */
  holds(eventId: number): boolean
  /** To be called when segments were removed or joined: what was read of them counts no more. */
  forget(): void
}

/** The newest event that ever came: the drain knows of those whose payloads are gone. */
export const newestEvent =
  'select max(coalesce((select max(id) from segments), 0), coalesce((select event_id from drain_position), 0)) as id'

/** A segment whose bytes the disk has changed: from its first event to its last nothing is known any more. */
export interface Unreadable {
  first: number
  last: number
}

interface Opened extends Unreadable {
  /** None when it cannot be read. */
  events: OutboxEvent[]
}

export function createSegments(client: Database): Segments {
  const sequence = client.query<{ last: number }, []>(
    `select seq as last from sqlite_sequence where name = 'segments'`,
  )
  const insert = client.query<unknown, [Segment]>(
    'insert into segments (id, length, encoding, body) values ($id, $length, $encoding, $body)',
  )
  const holding = client.query<Segment, [number]>(
    'select id, length, encoding, body from segments where id >= ? order by id limit 1',
  )
  const newest = client.query<{ id: number }, []>(newestEvent)
  const range = client.query<{ id: number; length: number }, [number]>(
    'select id, length from segments where id >= ? order by id limit 1',
  )

  // What is in a segment never changes, and the next event is mostly in the one that was read last.
  let opened = nothing

  function open(segment: Segment): Opened {
    const first = segment.id - segment.length + 1
    if (opened.last !== segment.id || opened.first !== first) {
      opened = { first, last: segment.id, events: readable(segment) }
    }
    return opened
  }

  /** The segment with this event, or else the next one. */
  function from(eventId: number): Opened | null {
    if (0 < opened.first && opened.first <= eventId && eventId <= opened.last) return opened
    const segment = holding.get(eventId)
    return segment === null ? null : open(segment)
  }

  function newestId(): number {
    return newest.get()?.id ?? 0
  }

  return {
    add(events) {
      const first = (sequence.get()?.last ?? 0) + 1
      const id = first + events.length - 1
      insert.run({ id, length: events.length, ...packEvents(events) })
      return first
    },

    find(eventId) {
      const found = from(eventId)
      return found === null || eventId < found.first
        ? undefined
        : found.events[eventId - found.first]
    },

    *after(eventId) {
      for (let next = eventId + 1; ;) {
        const found = from(next)
        if (found === null) return
        const { first, last, events } = found
        if (events.length === 0) yield { first, last }
        for (const event of events) {
          if (event.arrival >= next) yield event
        }
        next = last + 1
      }
    },

    *newestBetween(after, before) {
      for (let next = Math.min(before, newestId() + 1) - 1; next > after;) {
        const found = from(next)
        if (found === null) return
        for (const event of found.events.toReversed()) {
          if (after < event.arrival && event.arrival <= next) yield event
        }
        next = Math.min(next, found.first) - 1
      }
    },

    newest: newestId,

    holds(eventId) {
      const found = range.get(eventId)
      return found !== null && eventId > found.id - found.length
    },

    forget() {
      opened = nothing
    },
  }
}

const nothing: Opened = { first: 0, last: 0, events: [] }

function readable(segment: Segment): OutboxEvent[] {
  try {
    return unpackEvents(segment)
  } catch {
    return []
  }
}
