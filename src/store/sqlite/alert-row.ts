import type { Alert, NewAlert } from '../../core/alert.ts'
import { idOf, idOrNull } from './ids.ts'
import type { alerts } from './schema.ts'

type Row = typeof alerts.$inferSelect

export function alertOf(row: Row): Alert {
  const { id, integrationId, previousAlertId, projectSlug, projectName, ...same } = row
  return {
    ...same,
    id: idOf(id),
    integrationId: idOf(integrationId),
    previousAlertId: idOrNull(previousAlertId),
    project: projectSlug === null ? null : { slug: projectSlug, name: projectName ?? projectSlug },
  }
}

/** Every column that is not the identity of the row. */
export function columnsOf(alert: NewAlert): Omit<Row, 'id' | 'integrationId'> {
  const { previousAlertId, project, ...same } = alert
  return {
    ...same,
    previousAlertId: previousAlertId === null ? null : Number(previousAlertId),
    projectSlug: project?.slug ?? null,
    projectName: project?.name ?? null,
  }
}
