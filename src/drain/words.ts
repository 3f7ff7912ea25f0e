import type { Store } from '../store/store.ts'

/** Keeps the index of words up to date, whenever the outbox is empty: the alerts that were spoken of can be searched for then. */
export interface Words {
  /** Takes up some alerts, more of them when nobody waits. @returns whether there is more to do */
  index(isIdle: boolean): Promise<boolean>
}

/** Of fifty, a transaction takes about 2 ms. */
const atOnce = { idle: 200, busy: 50 }

export function createWords(store: Pick<Store, 'indexWords'>): Words {
  return { index: (isIdle) => store.indexWords(isIdle ? atOnce.idle : atOnce.busy) }
}
