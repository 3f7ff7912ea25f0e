import type { Database } from 'bun:sqlite'
import type { EventState } from '../../core/event.ts'
import { prepareAges } from './ages.ts'
import { blockOf } from './event-figures.ts'
import { prepareOutbox } from './outbox.ts'
import type { Remover } from './removal.ts'

/** Each event has three or four rows, and as many indexes. */
const chunk = 60

/** What is younger (ms) stays in any case: by it a delivery that is made again is known, and that comes soon. */
const youngest = 60 * 60_000

/**
 * Events, with what is known of them as deliveries, oldest first. Of the story of an alert that stays, what moved it stays, too; the
 * lines that only say that it fired once more go with their events, or an alert that is open for years would have no bound.
 */
export function createEventRemover(client: Database): Remover {
  const { olderThan } = prepareAges(client)
  const { positionOf } = prepareOutbox(client)
  const some = client.query<{ id: number; state: EventState }, [{ from: number; until: number }]>(`
    select id, state from events where id > $from and id <= $until order by id limit ${chunk}`)
  const removeLines = client.query<unknown, [number]>(`
    delete from timeline indexed by timeline_event
    where event_id = ? and kind in ('updated', 'late', 'replayed', 'ignored')`)
  const remove = client.query<unknown, [number]>('delete from events where id = ?')
  const oldest = client.query<{ id: number | null }, []>('select min(id) as id from events')
  // One at a time is enough: it has far more events than a step.
  const removeBlock = client.query<unknown, [number]>(
    'delete from event_blocks where block = (select min(block) from event_blocks) and block < ?',
  )
  const note = client.query<unknown, [number]>(
    'update retention set removed_events = max(removed_events, ?)',
  )

  return ({ limits: { events: limit }, from }) => {
    const position = positionOf()
    const tooMany = limit.most === null ? 0 : position - limit.most
    const wanted = Math.max(olderThan(limit.age).eventId, tooMany)
    const until = Math.min(position, wanted, olderThan(youngest).eventId)
    const looked = some.all({ from, until })
    let removed = 0
    for (const { id, state } of looked) {
      if (state === 'pending') continue
      removeLines.run(id)
      remove.run(id)
      removed += 1
    }
    const isThrough = looked.length < chunk
    removeBlock.run(blockOf(oldest.get()?.id ?? position))
    const reached = isThrough ? until : (looked.at(-1)?.id ?? until)
    note.run(reached)
    return { removed, next: isThrough ? null : reached }
  }
}
