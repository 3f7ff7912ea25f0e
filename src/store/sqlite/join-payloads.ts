import type { RetentionStore } from '../retention.ts'
import { prepareAges } from './ages.ts'
import type { Orm } from './database.ts'
import { joins, type Piece } from './joining.ts'
import { prepareOutbox } from './outbox.ts'
import { packEventsWell, unpackEvents, type Segment } from './segment.ts'
import type { Segments } from './segments.ts'
import { inBackgroundTransaction } from './transaction.ts'

/** So many are read in one go, which takes a few ms. */
const readAtOnce = 16

/** What is younger (ms) may still be looked at often, and be followed by what belongs to it. */
const youngest = 60 * 60_000

/**
 * Packs payloads together that came one by one: they are much alike, and each alone needs half a page more than it has. It is packed
 * beside everything else, and what it replaces changes only with this and with what removes payloads, one after the other.
 */
export function createPayloadJoin(
  db: Orm,
  segments: Segments,
): Pick<RetentionStore, 'joinPayloads'> {
  const { $client: client } = db
  const statements = prepare(db)
  const { positionOf } = prepareOutbox(client)
  const { olderThan } = prepareAges(client)

  /** The next pieces that belong together, and whether it is known that no other does. */
  async function nextGroup(until: number): Promise<{ group: Piece[]; isWhole: boolean }> {
    const group: Piece[] = []
    for (let from = statements.joined.get()?.id ?? 0; ;) {
      const read = statements.some.all({ from, until, limit: readAtOnce })
      for (const segment of read) {
        const piece = pieceOf(segment)
        if (!joins(group, piece)) return { group, isWhole: true }
        group.push(piece)
      }
      if (read.length < readAtOnce) return { group, isWhole: false }
      from = read.at(-1)?.id ?? from
      await new Promise(setImmediate)
    }
  }

  async function join(group: readonly Piece[], first: number, last: number): Promise<void> {
    const events = group.flatMap((piece) => piece.events)
    const packed = await packEventsWell(events)
    await inBackgroundTransaction(db, () => {
      const before = statements.between.get({ first, last })
      const isSame = before?.segments === group.length && before.length === events.length
      if (isSame && packed.body.length < before.bytes) {
        statements.remove.run({ first, last })
        statements.add.run({ id: last, length: events.length, ...packed })
        statements.account.run(before.bytes - packed.body.length)
        segments.forget()
      }
      statements.moveTo.run(last)
    })
  }

  return {
    async joinPayloads() {
      const { counted } = statements.counted.get() ?? { counted: 0 }
      const until = Math.min(positionOf(), counted, olderThan(youngest).eventId)
      const { group, isWhole } = await nextGroup(until)
      const [first, last] = [group[0], group.at(-1)]
      if (!isWhole || first === undefined || last === undefined) return false
      if (group.length > 1) await join(group, first.first, last.last)
      else await inBackgroundTransaction(db, () => void statements.moveTo.run(last.last))
      return true
    },
  }
}

function pieceOf(segment: Segment): Piece {
  const { id: last, length } = segment
  const events = readable(segment)
  const bytes = events.reduce((sum, { payload }) => sum + payload.length, 0)
  return { first: last - length + 1, last, events, bytes }
}

function readable(segment: Segment): ReturnType<typeof unpackEvents> {
  try {
    return unpackEvents(segment)
  } catch {
    return []
  }
}

function prepare({ $client: client }: Orm) {
  return {
    joined: client.query<{ id: number }, []>('select joined_segments as id from retention'),
    counted: client.query<{ counted: number }, []>(
      'select counted_segments as counted from retention',
    ),
    some: client.query<Segment, [{ from: number; until: number; limit: number }]>(`
      select id, length, encoding, body from segments where id > $from and id <= $until order by id limit $limit`),
    between: client.query<
      { segments: number; length: number; bytes: number },
      [{ first: number; last: number }]
    >(`
      select count(*) as segments, total(length) as length, total(length(body)) as bytes
      from segments where id between $first and $last`),
    remove: client.query<unknown, [{ first: number; last: number }]>(
      'delete from segments where id between $first and $last',
    ),
    add: client.query<unknown, [Segment]>(
      'insert into segments (id, length, encoding, body) values ($id, $length, $encoding, $body)',
    ),
    account: client.query<unknown, [number]>(
      'update retention set payload_bytes = max(0, payload_bytes - ?)',
    ),
    moveTo: client.query<unknown, [number]>('update retention set joined_segments = ?'),
  }
}
