import { asc, gt } from 'drizzle-orm'
import type { Changes, Store } from '../store.ts'
import { keptAlertOf } from './alert-row.ts'
import type { Orm } from './database.ts'
import { idOf } from './ids.ts'
import { integrationsOf } from './integration-row.ts'
import { createRevisions } from './revisions.ts'
import { alerts, integrations } from './schema.ts'
import { inSnapshot } from './transaction.ts'

/** What changed, told by the revisions that changes have. */
export function createChanges(db: Orm): Pick<Store, 'revision' | 'listChanges'> {
  const { current } = createRevisions(db.$client)

  function alertsAfter(revision: number, limit: number): Changes['alerts'] {
    return db
      .select()
      .from(alerts)
      .where(gt(alerts.revision, revision))
      .orderBy(asc(alerts.revision))
      .limit(limit)
      .all()
      .map(keptAlertOf)
  }

  function integrationsAfter(revision: number, limit: number): Changes['integrations'] {
    const rows = db
      .select()
      .from(integrations)
      .where(gt(integrations.revision, revision))
      .orderBy(asc(integrations.revision))
      .limit(limit)
      .all()
    const shown = new Map(integrationsOf(db, rows).map((one) => [one.id, one]))
    return rows.flatMap((row) => {
      const id = idOf(row.id)
      if (row.deletedAt !== null) return { id, revision: row.revision, deleted: true as const }
      return shown.get(id) ?? []
    })
  }

  return {
    async revision() {
      return current()
    },

    async listChanges(after, limit) {
      return inSnapshot(db, () => {
        const changed = [alertsAfter(after, limit), integrationsAfter(after, limit)] as const
        // A list that is cut off there tells nothing of what comes after its last one.
        const ends = changed.flatMap((list) => (list.length < limit ? [] : (list.at(-1) ?? [])))
        const revision = Math.min(current(), ...ends.map((last) => last.revision))
        const upTo = <T extends { revision: number }>(list: T[]) =>
          list.filter((one) => one.revision <= revision)
        return {
          alerts: upTo(changed[0]),
          integrations: upTo(changed[1]),
          revision,
          more: revision < current(),
        }
      })
    },
  }
}
