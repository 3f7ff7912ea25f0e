import { count, sql } from 'drizzle-orm'
import type { Store } from '../store.ts'
import type { Orm } from './database.ts'
import { idOf } from './ids.ts'
import { events, payloads } from './schema.ts'
import { inTransaction } from './transaction.ts'

export function createOutbox(db: Orm): Pick<Store, 'append' | 'countPending'> {
  const placeholder = sql.placeholder
  const addEvent = db
    .insert(events)
    .values({
      integrationId: placeholder('integrationId'),
      receivedAt: placeholder('receivedAt'),
      resource: placeholder('resource'),
      action: placeholder('action'),
      headers: placeholder('headers'),
      replayKey: placeholder('replayKey'),
      state: 'pending',
      attempts: 0,
      runAt: 0,
    })
    .returning({ id: events.id })
    .prepare()
  const addPayload = db
    .insert(payloads)
    .values({ eventId: placeholder('eventId'), body: placeholder('body') })
    .prepare()

  return {
    async append(batch) {
      return inTransaction(db, () =>
        batch.map((event) => {
          const { payload, integrationId, ...rest } = event
          const { id } = addEvent.get({ ...rest, integrationId: Number(integrationId) })
          addPayload.run({ eventId: id, body: payload })
          return idOf(id)
        }),
      )
    },

    async countPending() {
      const found = db
        .select({ pending: count() })
        .from(events)
        .where(sql`state = 'pending'`)
        .get()
      return found?.pending ?? 0
    },
  }
}
