import type { Database } from 'bun:sqlite'
import { prepareAges } from './ages.ts'
import { prepareOutbox } from './outbox.ts'
import { packEvents, unpackEvents, type Segment } from './segment.ts'
import type { Remover } from './removal.ts'
import type { Segments } from './segments.ts'

/** So many segments are looked at in a step, and about so many bytes removed: each page of them is read to be set free. */
const chunk = 50
const bytesAtOnce = 512 * 1024

type Known = { id: number; length: number; size: number }
type Account = { payloads: number; bytes: number }

/**
 * Payloads, oldest first, a segment at a time. Of a segment with events that are pending or dead these get a segment each: they can
 * still be processed, so they keep their payloads as long as they are kept themselves.
 */
export function createPayloadRemover(client: Database, segments: Segments): Remover {
  const statements = prepare(client)
  const { olderThan } = prepareAges(client)
  const { positionOf } = prepareOutbox(client)

  /** Gives each event that is needed a segment of its own, and the others none. null: it cannot be read, and so not taken apart. */
  function thinOut({ id, length }: Known, needed: ReadonlySet<number>): Account | null {
    const segment = statements.whole.get(id)
    const events = segment === null ? null : readable(segment)
    if (segment === null || events === null) return null
    const kept = events.filter(({ arrival }) => needed.has(arrival))
    statements.remove.run(id)
    let bytes = 0
    for (const event of kept) {
      const packed = packEvents([event])
      bytes += packed.body.length
      statements.add.run({ id: event.arrival, length: 1, ...packed })
    }
    return { payloads: length - kept.length, bytes: segment.body.length - bytes }
  }

  /** What went with a segment; null: all of it is needed. */
  function remove(known: Known): Account | null {
    const { id, length, size } = known
    const needed = new Set(
      statements.needed.all({ first: id - length + 1, last: id }).map((one) => one.id),
    )
    if (needed.size === length) return null
    if (needed.size > 0) return thinOut(known, needed)
    statements.remove.run(id)
    return { payloads: length, bytes: size }
  }

  return ({ limits: { payloads: limit }, from }) => {
    const { removedEvents, counted, bytes } = statements.state.get() ?? nothing
    const until = Math.max(olderThan(limit.age).eventId, removedEvents)
    let over = limit.most === null ? 0 : bytes - limit.most
    // What is not counted yet is not drained, or a moment old.
    const looked = statements.some.all({ from, until: Math.min(positionOf(), counted) })
    const gone: Account = { payloads: 0, bytes: 0 }
    let next: number | null = looked.length < chunk ? null : (looked.at(-1)?.id ?? null)
    for (const known of looked) {
      if (known.id > until && over <= 0) {
        next = null
        break
      }
      const went = remove(known)
      if (went === null) continue
      gone.payloads += went.payloads
      gone.bytes += went.bytes
      over -= went.bytes
      if (gone.bytes < bytesAtOnce) continue
      next = known.id
      break
    }
    if (gone.payloads > 0) {
      statements.account.run(gone)
      segments.forget()
    }
    return { removed: gone.payloads, next }
  }
}

/** null: the disk has changed its bytes. */
function readable(segment: Segment): ReturnType<typeof unpackEvents> | null {
  try {
    return unpackEvents(segment)
  } catch {
    return null
  }
}

const nothing = { removedEvents: 0, counted: 0, bytes: 0 }

function prepare(client: Database) {
  return {
    state: client.query<typeof nothing, []>(`
      select removed_events as removedEvents, counted_segments as counted, payload_bytes as bytes from retention`),
    some: client.query<Known, [{ from: number; until: number }]>(`
      select id, length, length(body) as size from segments where id > $from and id <= $until order by id limit ${chunk}`),
    whole: client.query<Segment, [number]>(
      'select id, length, encoding, body from segments where id = ?',
    ),
    needed: client.query<{ id: number }, [{ first: number; last: number }]>(`
      select id from events where id between $first and $last and state <> 'done'`),
    add: client.query<unknown, [Segment]>(
      'insert into segments (id, length, encoding, body) values ($id, $length, $encoding, $body)',
    ),
    remove: client.query<unknown, [number]>('delete from segments where id = ?'),
    account: client.query<unknown, [Account]>(`
      update retention set payloads = max(0, payloads - $payloads), payload_bytes = max(0, payload_bytes - $bytes)`),
  }
}
