import type { Database } from 'bun:sqlite'
import { aged, type Age } from '../../core/age.ts'
import { hourOf } from '../../core/statistics.ts'
import type { RetentionStore } from '../retention.ts'
import type { Orm } from './database.ts'
import { newestEvent } from './segments.ts'
import { inBackgroundTransaction } from './transaction.ts'

type Newest = { eventId: number; deliveryId: number; silenceId: number; revision: number }

const none: Newest = { eventId: 0, deliveryId: 0, silenceId: 0, revision: 0 }

/** How old what is numbered in order is: everything that there was when an hour was over is older than that. */
export interface Ages {
  current(): Age
  /** The newest of what is at least so many ms old; with null there is no such thing. */
  olderThan(ms: number | null): Newest
  /** The newest event of what came this long (ms) before another one. */
  eventBefore(eventId: number, ms: number): number
}

export function prepareAges(client: Database): Ages {
  const current = client.query<Age, []>('select seen_at as seenAt, age, doubted from retention')
  const newest = client.query<Newest, [number]>(`
    select event_id as eventId, delivery_id as deliveryId, silence_id as silenceId, revision
    from newest_hours where hour <= ? order by hour desc limit 1`)
  const hourOfEvent = client.query<{ hour: number | null }, [number]>(
    'select max(hour) as hour from newest_hours where event_id <= ?',
  )

  function now(): Age {
    return current.get() ?? { seenAt: 0, age: 0, doubted: 0 }
  }

  return {
    current: now,
    olderThan(ms) {
      if (ms === null) return none
      return newest.get(hourOf(now().age - ms) - 1) ?? none
    },
    eventBefore(eventId, ms) {
      const hour = hourOfEvent.get(eventId)?.hour ?? null
      return hour === null ? 0 : (newest.get(hour - hourOf(ms))?.eventId ?? 0)
    },
  }
}

/** Notes the time that goes by, and what is the newest at that time. */
export function createAges(db: Orm): Pick<RetentionStore, 'noteAge'> {
  const { $client: client } = db
  const { current } = prepareAges(client)
  const set = client.query<unknown, [Age & Record<string, number>]>(
    'update retention set seen_at = $seenAt, age = $age, doubted = $doubted',
  )
  const note = client.query<unknown, [number]>(`
    insert into newest_hours (hour, event_id, delivery_id, silence_id, revision)
    values (?, (${newestEvent}),
      coalesce((select seq from sqlite_sequence where name = 'deliveries'), 0),
      coalesce((select seq from sqlite_sequence where name = 'silences'), 0),
      coalesce((select value from revisions), 0))
    on conflict (hour) do update set event_id = excluded.event_id, delivery_id = excluded.delivery_id,
      silence_id = excluded.silence_id, revision = excluded.revision`)

  return {
    async noteAge(now, ran) {
      return inBackgroundTransaction(db, () => {
        const age = aged(current(), now, Math.round(ran))
        set.run({ ...age })
        note.run(hourOf(age.age))
        return age
      })
    },
  }
}
