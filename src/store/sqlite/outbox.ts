import type { Database } from 'bun:sqlite'
import type { Store } from '../store.ts'
import type { Orm } from './database.ts'
import { idOf, notFound, rowOf } from './ids.ts'
import type { Segments } from './segments.ts'
import { inTransaction } from './transaction.ts'

/** The outbox: what intake has written to the log and the drain has not taken up, and what is to be tried again. */
export function createOutbox(db: Orm, segments: Segments): Pick<Store, 'append' | 'countPending'> {
  const { positionOf, countRetries } = prepareOutbox(db.$client)
  const integration = db.$client.query<unknown, [number]>('select 1 from integrations where id = ?')

  function mustExist(id: string): void {
    if (integration.get(rowOf(id, 'integration')) === null) throw notFound('integration', id)
  }

  return {
    async append(events) {
      if (events.length === 0) return []
      const senders = new Set(events.map(({ integrationId }) => integrationId))
      const first = await inTransaction(db, () => {
        for (const id of senders) mustExist(id)
        return segments.add(events)
      })
      return events.map((_, index) => idOf(first + index))
    },

    async countPending() {
      return segments.newest() - positionOf() + countRetries()
    },
  }
}

/** How far the drain is, in the words of the database. */
export function prepareOutbox(client: Database) {
  const position = client.query<{ eventId: number }, []>(
    'select event_id as eventId from drain_position',
  )
  const retries = client.query<{ pending: number }, []>(
    `select count(*) as pending from events where state = 'pending'`,
  )
  return {
    /** The last event that the drain has taken up, or 0. */
    positionOf: () => position.get()?.eventId ?? 0,
    countRetries: () => retries.get()?.pending ?? 0,
  }
}
