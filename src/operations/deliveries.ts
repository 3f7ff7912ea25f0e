import type { Calls } from '../contract/contract.ts'
import { deliveryDetailView, deliveryView } from '../delivery-views.ts'
import type { Scope } from './calls.ts'
import { pageOf, pageView } from './paging.ts'

type Part = Pick<Calls, 'listDeliveries' | 'showDelivery' | 'retryDelivery'>

/** What was told, and what became of it. */
export function deliveryCalls({ store, clock, patience, audit, onChanged }: Scope): Part {
  return {
    async listDeliveries(asked) {
      const { state, channelId, alertId } = asked
      const filter = {
        ...(state && { state }),
        ...(channelId !== undefined && { channelId }),
        ...(alertId !== undefined && { alertId }),
      }
      return pageView(await store.listDeliveries(filter, pageOf(asked, patience)), deliveryView)
    },

    async showDelivery({ id }) {
      return deliveryDetailView(await store.showDelivery(id))
    },

    async retryDelivery({ id }) {
      const entry = audit('delivery.retry', 'Had it tried again.', `delivery ${id}`)
      const retried = await store.retryDelivery(id, clock(), entry)
      onChanged()
      return deliveryView(retried)
    },
  }
}
