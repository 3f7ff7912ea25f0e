import type { DeliveryView } from '../../contract/deliveries.ts'
import { calls } from '../api.ts'
import { toast, toastFault } from '../toasts.tsx'

/** Has a delivery tried again. @returns how it is now; null when that did not work, which was said */
export async function retry(id: string): Promise<DeliveryView | null> {
  try {
    const delivery = await calls.retryDelivery({ id })
    toast('Put back: it is tried again at once.')
    return delivery
  } catch (error) {
    toastFault(error)
    return null
  }
}
