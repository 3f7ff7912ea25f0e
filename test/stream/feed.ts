import type { Changes, EventCounts, Integration, KeptAlert, Store } from '../../src/store/store.ts'
import { anAlert } from '../core/builders.ts'

type Read = Pick<Store, 'revision' | 'listChanges' | 'countEvents'>

/** What changes, in memory: temporary. */
export function createFeed() {
  let revision = 0
  let count = 0
  const alerts = new Map<string, KeptAlert>()
  const integrations = new Map<string, Changes['integrations'][number]>()
  const counts: EventCounts = {
    accepted: 0,
    pending: 0,
    dead: 0,
    lastReceivedAt: null,
    oldestPendingAt: null,
  }
  const store: Read = {
    revision: async () => revision,
    countEvents: async () => ({ ...counts }),
    async listChanges(after, limit) {
      const since = <T extends { revision: number }>(all: Iterable<T>) =>
        Array.from(all)
          .filter((one) => one.revision > after)
          .toSorted((a, b) => a.revision - b.revision)
      const a = since(alerts.values())
      const i = since(integrations.values())
      const more = a.length > limit || i.length > limit
      const end = Math.min(
        a.length > limit ? (a[limit - 1]?.revision ?? 0) : revision,
        i.length > limit ? (i[limit - 1]?.revision ?? 0) : revision,
      )
      return {
        alerts: a.filter((one) => one.revision <= end),
        integrations: i.filter((one) => one.revision <= end),
        revision: end,
        more,
      }
    },
  }
  return {
    store,
    revision: () => revision,
    async change(...keys: string[]) {
      for (const key of keys) {
        revision += 1
        const old = alerts.get(key)
        const id = old?.id ?? String((count += 1))
        alerts.set(key, {
          ...anAlert({ id, dedupKey: key, eventCount: (old?.eventCount ?? 0) + 1 }),
          revision,
        })
        counts.accepted += 1
        counts.lastReceivedAt = counts.accepted
      }
    },
    /** Of what changed last after that. */
    changedAfter: (after: number) =>
      [...alerts.values(), ...integrations.values()]
        .map((one) => one.revision)
        .filter((it) => it > after),
    restore(to: number) {
      revision = to
      for (const [key, one] of alerts) if (one.revision > to) alerts.delete(key)
    },
    async createIntegration(name: string) {
      revision += 1
      const id = String(integrations.size + 1)
      const one: Integration = {
        id,
        name,
        source: 'sentry',
        createdAt: 1,
        revokedAt: null,
        silentAfter: null,
        revision,
        tokens: [],
        clientSecrets: [],
      }
      integrations.set(id, one)
      return id
    },
    async deleteIntegration(id: string) {
      revision += 1
      integrations.set(id, { id, revision, deleted: true })
    },
  }
}
