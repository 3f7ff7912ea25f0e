import type { Database } from 'bun:sqlite'
import type { AlertStatus } from '../../core/alert.ts'
import type { DeliveryState } from '../../core/delivery.ts'
import { mayRemoveDelivery } from '../../core/retention.ts'
import { prepareAges } from './ages.ts'
import type { Remover } from './removal.ts'

/** So many are looked at in a step. */
const chunk = 100

/** Deliveries with their attempts, oldest first. */
export function createDeliveryRemover(client: Database): Remover {
  const { olderThan } = prepareAges(client)
  const newest = client.query<{ id: number | null }, []>('select max(id) as id from deliveries')
  const some = client.query<
    { id: number; alertId: number; state: DeliveryState; alert: AlertStatus; isBeingTold: number },
    [{ from: number; until: number }]
  >(`
    select one.id, one.alert_id as alertId, one.state, alerts.status as alert,
      exists (select 1 from deliveries indexed by deliveries_alert
        where alert_id = one.alert_id and state = 'pending') as isBeingTold
    from deliveries as one not indexed cross join alerts on alerts.id = one.alert_id
    where one.id > $from and one.id <= $until order by one.id limit ${chunk}`)
  const release = client.query<unknown, [{ id: number; alertId: number }]>(`
    update deliveries indexed by deliveries_alert set fallback_of = null
    where alert_id = $alertId and fallback_of = $id`)
  const note = client.query<unknown, [number]>(
    'update retention set removed_deliveries = removed_deliveries + ?',
  )
  const remove = client.query<unknown, [number]>('delete from deliveries where id = ?')

  return ({ limits: { deliveries: limit }, from }) => {
    const tooMany = limit.most === null ? 0 : (newest.get()?.id ?? 0) - limit.most
    const until = Math.max(olderThan(limit.age).deliveryId, tooMany)
    const looked = some.all({ from, until })
    let removed = 0
    for (const { id, alertId, state, alert, isBeingTold } of looked) {
      if (!mayRemoveDelivery({ state, alert, isBeingTold: isBeingTold === 1 })) continue
      release.run({ id, alertId })
      remove.run(id)
      removed += 1
    }
    if (removed > 0) note.run(removed)
    const next = looked.length < chunk ? null : (looked.at(-1)?.id ?? null)
    return { removed, next }
  }
}
