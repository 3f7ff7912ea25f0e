import { count, desc, eq } from 'drizzle-orm'
import type { Store } from '../store.ts'
import { keptAlertOf } from './alert-row.ts'
import type { Orm } from './database.ts'
import { idOrNull, notFound, rowOf } from './ids.ts'
import { alerts, timeline } from './schema.ts'
import { inSnapshot } from './transaction.ts'

/** Shows one alert; for the list of them see alert-list.ts. */
export function createAlerts(db: Orm): Pick<Store, 'showAlert'> {
  return {
    async showAlert(id, timelineLimit) {
      const row = rowOf(id, 'alert')
      return inSnapshot(db, () => {
        const found = db.select().from(alerts).where(eq(alerts.id, row)).get()
        if (found === undefined) throw notFound('alert', id)
        const ofAlert = eq(timeline.alertId, row)
        const newest = db
          .select()
          .from(timeline)
          .where(ofAlert)
          .orderBy(desc(timeline.id))
          .limit(timelineLimit)
          .all()
        const all = db.select({ length: count() }).from(timeline).where(ofAlert).get()
        return {
          ...keptAlertOf(found),
          timeline: newest.toReversed().map(({ at, kind, by, text, eventId }) => ({
            at,
            kind,
            by,
            text,
            eventId: idOrNull(eventId),
          })),
          timelineLength: all?.length ?? 0,
        }
      })
    },
  }
}
