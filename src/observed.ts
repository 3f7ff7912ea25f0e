import type { Clock } from './clock.ts'
import type { Observer } from './observer.ts'
import type { DrainReport, Store } from './store/store.ts'

/** Appends as the store does, and tells of each commit. */
export function observedAppend(
  store: Pick<Store, 'append'>,
  observer: Pick<Observer, 'committed'>,
  monotonic: Clock,
): Pick<Store, 'append'> {
  return {
    async append(events) {
      const from = monotonic()
      try {
        const ids = await store.append(events)
        observer.committed({ from, to: monotonic(), events: events.length, ids })
        return ids
      } catch (error) {
        observer.committed({ from, to: monotonic(), events: events.length, ids: null })
        throw error
      }
    },
  }
}

/** Drains as it is told to, and tells of each batch. */
export function observedDrain(
  drain: (batchMs: number) => Promise<DrainReport>,
  observer: Pick<Observer, 'drained'>,
  monotonic: Clock,
): (batchMs: number) => Promise<DrainReport> {
  return async (batchMs) => {
    const from = monotonic()
    const report = await drain(batchMs)
    observer.drained({ from, to: monotonic(), report })
    return report
  }
}
