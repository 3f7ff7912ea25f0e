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
  after(eventId: number): Generator<OutboxEvent>
  /** The events between these two, both not included, newest first. */
  newestBetween(after: number, before: number): Generator<OutboxEvent>
  /** The id of the newest event in the log, or 0. */
  newest(): number
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
  const last = client.query<{ id: number | null }, []>('select max(id) as id from segments')

  // Segments never change, and the next event is mostly in the one that was read last.
  let open: { id: number; events: OutboxEvent[] } = { id: 0, events: [] }

  function eventsOf(segment: Segment): OutboxEvent[] {
    if (open.id !== segment.id) open = { id: segment.id, events: unpackEvents(segment) }
    return open.events
  }

  function eventsFrom(eventId: number): OutboxEvent[] {
    const first = open.events[0]
    const isOpen = first !== undefined && first.arrival <= eventId && eventId <= open.id
    if (isOpen) return open.events
    const segment = holding.get(eventId)
    return segment === null ? [] : eventsOf(segment)
  }

  function newestId(): number {
    return last.get()?.id ?? 0
  }

  return {
    add(events) {
      const first = (sequence.get()?.last ?? 0) + 1
      const id = first + events.length - 1
      insert.run({ id, length: events.length, ...packEvents(events) })
      return first
    },

    find(eventId) {
      const events = eventsFrom(eventId)
      const first = events[0]?.arrival ?? 0
      return eventId < first ? undefined : events[eventId - first]
    },

    *after(eventId) {
      for (let next = eventId + 1; ;) {
        const events = eventsFrom(next)
        if (events.length === 0) return
        for (const event of events) {
          if (event.arrival >= next) yield event
        }
        next = (events.at(-1)?.arrival ?? next) + 1
      }
    },

    *newestBetween(after, before) {
      for (let next = Math.min(before, newestId() + 1) - 1; next > after;) {
        const events = eventsFrom(next)
        for (const event of events.toReversed()) {
          if (after < event.arrival && event.arrival <= next) yield event
        }
        next = (events[0]?.arrival ?? 0) - 1
      }
    },

    newest: newestId,
  }
}
