import type { Alert, NewAlert } from '../../core/alert.ts'
import { idOf, idOrNull } from './ids.ts'
import type { alerts } from './schema.ts'

type Row = typeof alerts.$inferSelect

// Each field by its name: copying the rest of an object costs the drain several times as much.

export function alertOf(row: Row): Alert {
  const { projectSlug } = row
  return {
    id: idOf(row.id),
    integrationId: idOf(row.integrationId),
    dedupKey: row.dedupKey,
    kind: row.kind,
    status: row.status,
    severity: row.severity,
    title: row.title,
    description: row.description,
    url: row.url,
    project:
      projectSlug === null ? null : { slug: projectSlug, name: row.projectName ?? projectSlug },
    eventCount: row.eventCount,
    assignee: row.assignee,
    userSnooze: row.userSnooze,
    sentrySnooze: row.sentrySnooze,
    openedAt: row.openedAt,
    lastEventAt: row.lastEventAt,
    acknowledgedAt: row.acknowledgedAt,
    resolvedAt: row.resolvedAt,
    resolvedBy: row.resolvedBy,
    previousAlertId: idOrNull(row.previousAlertId),
    regressed: row.regressed,
  }
}

/** Every column that is not the identity of the row. */
export function columnsOf(alert: NewAlert): Omit<Row, 'id' | 'integrationId'> {
  return {
    dedupKey: alert.dedupKey,
    kind: alert.kind,
    status: alert.status,
    severity: alert.severity,
    title: alert.title,
    description: alert.description,
    url: alert.url,
    projectSlug: alert.project?.slug ?? null,
    projectName: alert.project?.name ?? null,
    eventCount: alert.eventCount,
    assignee: alert.assignee,
    userSnooze: alert.userSnooze,
    sentrySnooze: alert.sentrySnooze,
    openedAt: alert.openedAt,
    lastEventAt: alert.lastEventAt,
    acknowledgedAt: alert.acknowledgedAt,
    resolvedAt: alert.resolvedAt,
    resolvedBy: alert.resolvedBy,
    previousAlertId: alert.previousAlertId === null ? null : Number(alert.previousAlertId),
    regressed: alert.regressed,
  }
}
