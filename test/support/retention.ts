import type { Limits } from '../../src/core/retention.ts'
import { removable, type Removable, type RetentionStore } from '../../src/store/retention.ts'

const hour = 3_600_000
export const day = 24 * hour

export const unlimited: Limits = {
  payloads: { age: null, most: null },
  events: { age: null, most: null },
  alerts: { age: null, most: null },
  deliveries: { age: null, most: null },
}

/** A limit of one kind, and none of the others. */
export const only = (what: keyof Limits, limit: Partial<Limits[keyof Limits]>): Limits => ({
  ...unlimited,
  [what]: { ...unlimited[what], ...limit },
})

/** Lets this much time go by for a store, as a server that runs notes it: first of all what there is now. */
export async function goBy(store: RetentionStore, ms: number): Promise<void> {
  await store.noteAge(1, 0)
  await store.noteAge(1, ms)
}

/** Looks through everything, as the server does. @returns how many of each kind went */
export async function retain(
  store: RetentionStore,
  limits: Limits,
  now = 1,
): Promise<Partial<Record<Removable, number>>> {
  while (await store.countPayloads());
  const removed: Partial<Record<Removable, number>> = {}
  for (const what of removable) {
    for (let from: number | null = 0; from !== null;) {
      const step = await store.removeSome(what, { limits, now, from })
      if (step.removed > 0) removed[what] = (removed[what] ?? 0) + step.removed
      from = step.next
    }
  }
  return removed
}
