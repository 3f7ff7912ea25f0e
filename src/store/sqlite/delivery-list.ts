import { and, desc, eq, lt } from 'drizzle-orm'
import { AppError } from '../../errors.ts'
import type { Delivery, DeliveryStore } from '../deliveries.ts'
import { createAuditWriter } from './audit.ts'
import type { Orm } from './database.ts'
import { foundOf } from './found.ts'
import { idOf, idOrNull, notFound, rowOf } from './ids.ts'
import { attempts, channels, deliveries } from './schema-deliveries.ts'
import { neverTold } from './telling.ts'
import { inSnapshot, inTransaction } from './transaction.ts'

/** So many of the newest attempts are given. */
const shownAttempts = 50

type Row = typeof deliveries.$inferSelect

/** What people see of deliveries. */
export function createDeliveryList(
  db: Orm,
): Pick<DeliveryStore, 'listDeliveries' | 'showDelivery' | 'retryDelivery'> {
  const writeAudit = createAuditWriter(db.$client)
  /** Whoever hears of the beginning after all waits for the end. */
  const awaitEnd = db.$client.query<
    unknown,
    [{ alertId: number; channelId: number; now: number }]
  >(`
    update deliveries set state = 'pending', reason = null, run_at = 0, tried_since = $now
    where alert_id = $alertId and channel_id = $channelId and "change" = 'resolved'
      and state = 'quiet' and reason = '${neverTold}'`)

  function find(row: number): Row {
    const found = db.select().from(deliveries).where(eq(deliveries.id, row)).get()
    if (found === undefined) throw notFound('delivery', idOf(row))
    return found
  }

  return {
    async listDeliveries({ state, channelId, alertId }, { limit, after }) {
      const conditions = and(
        state === undefined ? undefined : eq(deliveries.state, state),
        channelId === undefined ? undefined : eq(deliveries.channelId, rowOf(channelId, 'channel')),
        alertId === undefined ? undefined : eq(deliveries.alertId, rowOf(alertId, 'alert')),
        after === undefined ? undefined : lt(deliveries.id, rowOf(after, 'delivery')),
      )
      const rows = db
        .select()
        .from(deliveries)
        .where(conditions)
        .orderBy(desc(deliveries.id))
        .limit(limit + 1)
        .all()
      return foundOf(rows.map(deliveryOf), limit)
    },

    async showDelivery(id) {
      const row = rowOf(id, 'delivery')
      return inSnapshot(db, () => {
        const found = find(row)
        const newest = db
          .select()
          .from(attempts)
          .where(eq(attempts.deliveryId, row))
          .orderBy(desc(attempts.id))
          .limit(shownAttempts)
          .all()
        const tries = newest
          .toReversed()
          .map(({ at, ms, result, status, why, reply }) => ({ at, ms, result, status, why, reply }))
        return { ...deliveryOf(found), notice: found.notice, tries }
      })
    },

    async retryDelivery(id, now, audit) {
      const row = rowOf(id, 'delivery')
      return inTransaction(db, () => {
        const { state, channelId, alertId, change } = find(row)
        const channel = db.select().from(channels).where(eq(channels.id, channelId)).get()
        if (channel?.deletedAt !== null) {
          throw new AppError('conflict', `The channel of delivery ${id} is deleted.`)
        }
        if (state !== 'dead' && state !== 'pending') {
          throw new AppError(
            'conflict',
            state === 'sent'
              ? `Delivery ${id} was sent already.`
              : `Delivery ${id} was not to be sent.`,
          )
        }
        db.update(deliveries)
          .set({ state: 'pending', runAt: 0, triedSince: now, reason: null })
          .where(eq(deliveries.id, row))
          .run()
        if (change !== 'resolved') awaitEnd.run({ alertId, channelId, now })
        // Whoever asks for it believes that the channel works again.
        db.update(channels).set({ restsUntil: null }).where(eq(channels.id, channelId)).run()
        writeAudit(audit, `delivery ${row}`)
        return deliveryOf(find(row))
      })
    },
  }
}

/** Everything but what is told. */
export function deliveryOf(row: Row): Delivery {
  const { change, state, reason, createdAt, runAt, attempts: tried, sentAt, together } = row
  return {
    id: idOf(row.id),
    channelId: idOf(row.channelId),
    alertId: idOf(row.alertId),
    ruleId: idOrNull(row.ruleId),
    fallbackOf: idOrNull(row.fallbackOf),
    change,
    state,
    reason,
    createdAt,
    runAt,
    attempts: tried,
    sentAt,
    together,
  }
}
