import { and, count, desc, eq, lt } from 'drizzle-orm'
import type { Store } from '../store.ts'
import { alertOf, columnsOf } from './alert-row.ts'
import type { Orm } from './database.ts'
import { idOrNull, notFound, rowOf } from './ids.ts'
import { alerts, timeline } from './schema.ts'
import { inTransaction } from './transaction.ts'

export function createAlerts(db: Orm): Pick<Store, 'listAlerts' | 'showAlert' | 'changeAlert'> {
  function find(id: string) {
    const row = db
      .select()
      .from(alerts)
      .where(eq(alerts.id, rowOf(id, 'alert')))
      .get()
    if (row === undefined) throw notFound('alert', id)
    return alertOf(row)
  }

  return {
    async listAlerts(filter, { limit, after }) {
      const { status, severity, integrationId, project } = filter
      return db
        .select()
        .from(alerts)
        .where(
          and(
            status === undefined ? undefined : eq(alerts.status, status),
            severity === undefined ? undefined : eq(alerts.severity, severity),
            integrationId === undefined
              ? undefined
              : eq(alerts.integrationId, rowOf(integrationId, 'integration')),
            project === undefined ? undefined : eq(alerts.projectSlug, project),
            after === undefined ? undefined : lt(alerts.id, rowOf(after, 'alert')),
          ),
        )
        .orderBy(desc(alerts.id))
        .limit(limit)
        .all()
        .map(alertOf)
    },

    async showAlert(id, timelineLimit) {
      const alert = find(id)
      const ofAlert = eq(timeline.alertId, Number(alert.id))
      const newest = db
        .select()
        .from(timeline)
        .where(ofAlert)
        .orderBy(desc(timeline.id))
        .limit(timelineLimit)
        .all()
      const all = db.select({ length: count() }).from(timeline).where(ofAlert).get()
      return {
        ...alert,
        timeline: newest.toReversed().map(({ at, kind, by, text, eventId }) => ({
          at,
          kind,
          by,
          text,
          eventId: idOrNull(eventId),
        })),
        timelineLength: all?.length ?? 0,
      }
    },

    async changeAlert(id, { action, act, by, now }) {
      return inTransaction(db, () => {
        const result = act(find(id), action, now)
        if (result.result !== 'changed') return result
        const { id: _, integrationId: __, ...alert } = result.alert
        const alertId = Number(result.alert.id)
        db.update(alerts).set(columnsOf(alert)).where(eq(alerts.id, alertId)).run()
        db.insert(timeline)
          .values({ alertId, at: now, kind: result.kind, by, text: result.text, eventId: null })
          .run()
        return result
      })
    },
  }
}
