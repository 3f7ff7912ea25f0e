import { and, eq } from 'drizzle-orm'
import type { KeptAlert, Store } from '../store.ts'
import { keptAlertOf } from './alert-row.ts'
import type { Orm } from './database.ts'
import { notFound, rowOf } from './ids.ts'
import { alerts, dedupKeys } from './schema.ts'
import { inSnapshot } from './transaction.ts'

/** The alerts of one key, along the chain in which each names the one before. */
export function createAlertHistory(db: Orm): Pick<Store, 'listHistory'> {
  const find = (row: number) => db.select().from(alerts).where(eq(alerts.id, row)).get()

  /** The newest alert of the same key. */
  function newestLike({ id, integrationId, dedupKey }: NonNullable<ReturnType<typeof find>>) {
    const sameKey = and(
      eq(dedupKeys.integrationId, integrationId),
      eq(dedupKeys.dedupKey, dedupKey),
    )
    return db.select().from(dedupKeys).where(sameKey).get()?.alertId ?? id
  }

  return {
    async listHistory(id, limit) {
      const row = rowOf(id, 'alert')
      return inSnapshot(db, () => {
        const asked = find(row)
        if (asked === undefined) throw notFound('alert', id)
        const found: KeptAlert[] = []
        for (let next: number | null = newestLike(asked); next !== null && found.length < limit;) {
          const alert = find(next)
          if (alert === undefined) break
          found.push(keptAlertOf(alert))
          next = alert.previousAlertId
        }
        return found
      })
    },
  }
}
