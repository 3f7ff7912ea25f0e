import { AppError } from '../../errors.ts'
import type { AlertChange, AlertChanged, Store } from '../store.ts'
import type { StoredAlert } from './alert-statements.ts'
import { createAlertWriter } from './alert-writer.ts'
import { createAuditWriter } from './audit.ts'
import type { Orm } from './database.ts'
import { notFound, rowOf, rowOrNull } from './ids.ts'
import { inTransaction } from './transaction.ts'

/** What people do to alerts. */
export function createAlertChanges(db: Orm): Pick<Store, 'changeAlert' | 'changeAlerts'> {
  const alerts = createAlertWriter(db.$client)
  const audit = createAuditWriter(db.$client)
  const tell = db.$client.query<
    unknown,
    [{ alertId: number; at: number; kind: string; by: string; text: string }]
  >('insert into timeline (alert_id, at, kind, by, text) values ($alertId, $at, $kind, $by, $text)')

  function change(before: StoredAlert, asked: Omit<AlertChange, 'ifRevision'>): AlertChanged {
    const { id } = before.alert
    const { action, act, by, now } = asked
    const result = act(before.alert, action, now)
    if (result.result !== 'changed') return { ...result, revision: before.stateRevision }
    const { kind, text } = result
    const cause = { by: 'person' as const, reason: `${by}: ${text}`, now }
    const { stateRevision } = alerts.update(before, result.alert, cause)
    tell.run({ alertId: Number(id), at: now, kind, by, text })
    if (asked.audit !== undefined) audit({ ...asked.audit, target: `alert ${id}`, text })
    return { ...result, revision: stateRevision }
  }

  return {
    async changeAlert(id, asked) {
      const row = rowOf(id, 'alert')
      return inTransaction(db, () => {
        alerts.forget()
        const found = alerts.find(row)
        if (found === null) throw notFound('alert', id)
        const meanwhile = changeSince(found, asked.ifRevision)
        if (meanwhile !== null) throw new AppError('precondition_failed', meanwhile)
        const result = change(found, asked)
        alerts.write()
        return result
      })
    },

    async changeAlerts(ids, asked) {
      return inTransaction(db, () => {
        alerts.forget()
        const results = ids.map((id) => {
          const row = rowOrNull(id)
          const found = row === null ? null : alerts.find(row)
          if (found === null) return undefined
          const text = changeSince(found, asked.ifRevisions?.get(id))
          // What is so already is no conflict, whoever made it so.
          const { action, act, now } = asked
          const isConflict = text !== null && act(found.alert, action, now).result === 'changed'
          if (!isConflict) return change(found, asked)
          return { result: 'refused' as const, text, revision: found.stateRevision }
        })
        alerts.write()
        return results
      })
    },
  }
}

/** What was decided after the revision that somebody has seen; null: nothing. */
function changeSince({ alert, stateRevision }: StoredAlert, seen: number | undefined) {
  if (seen === undefined || stateRevision <= seen) return null
  const { id, status, severity, assignee } = alert
  return `Alert ${id} changed meanwhile: it is ${status} now, its severity is ${severity}, and it is assigned to ${assignee ?? 'nobody'}.`
}
