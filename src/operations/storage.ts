import type { Calls } from '../contract/contract.ts'
import type { Kept } from '../store/retention.ts'
import { iso, isoOrNull } from '../views.ts'
import type { Scope } from './calls.ts'

/** What is kept. */
export function storageCalls({ store, limits: limitsFor }: Scope): Pick<Calls, 'showStorage'> {
  const keptOf = ({ count, oldestAt }: Kept, { age }: { age: number | null }) => ({
    count,
    oldestAt: isoOrNull(oldestAt),
    keepMs: age,
  })

  return {
    async showStorage() {
      const found = await store.showStorage()
      const { database, log, unused, shrinks, lastRun, age } = found
      const limits = limitsFor(found.limits)
      const { payloads, events, alerts, deliveries } = found
      return {
        databaseBytes: database,
        logBytes: log,
        unusedBytes: unused,
        shrinks,
        payloads: {
          ...keptOf(payloads, limits.payloads),
          bytes: payloads.bytes,
          maxBytes: limits.payloads.most,
        },
        events: { ...keptOf(events, limits.events), maxCount: limits.events.most },
        alerts: {
          ...keptOf(alerts, limits.alerts),
          maxCount: limits.alerts.most,
          unresolved: alerts.unresolved,
        },
        deliveries: { ...keptOf(deliveries, limits.deliveries), maxCount: limits.deliveries.most },
        lastRunAt: lastRun === null ? null : iso(lastRun.at),
        lastRemoved: lastRun === null ? null : { ...nothing, ...lastRun.removed },
        notCountedMs: age.doubted,
      }
    },
  }
}

const nothing = { payloads: 0, events: 0, alerts: 0, deliveries: 0, silences: 0, keys: 0 }
