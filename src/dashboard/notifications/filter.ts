import { deliveryStates, type DeliveryState } from '../../core/delivery.ts'

/** Which deliveries are shown. */
export interface DeliveryFilter {
  state: DeliveryState | null
  channelId: string | null
  alertId: string | null
}

/** What an address says; words in it that mean nothing are left out. */
export function filterIn(query: URLSearchParams): DeliveryFilter {
  const state = query.get('state')
  return {
    state: deliveryStates.find((each) => each === state) ?? null,
    channelId: query.get('channel') || null,
    alertId: query.get('alert') || null,
  }
}

export function isNarrow(filter: DeliveryFilter): boolean {
  return Object.values(filter).some((value) => value !== null)
}

/** What to ask the API for. */
export function askedFor({ state, channelId, alertId }: DeliveryFilter) {
  return {
    ...(state !== null && { state }),
    ...(channelId !== null && { channelId }),
    ...(alertId !== null && { alertId }),
  }
}
