import type { Alert, NewAlert, Snooze } from '../../core/alert.ts'
import type { KeptAlert } from '../store.ts'
import { idOf, idOrNull } from './ids.ts'
import type { alerts } from './schema.ts'

type Row = typeof alerts.$inferSelect

// Each field by its name: copying the rest of an object costs the drain several times as much.

/** What stands in a row beside the alert: numbers of its changes. */
export type RowRevisions = Pick<Row, 'revision' | 'stateRevision'>

/** An alert as it is given to whoever asks the store. */
export function keptAlertOf(row: Row): KeptAlert {
  const { revision } = row
  return { ...alertOf(row), revision }
}

/** An alert as decisions know it. */
export function alertOf(row: Omit<Row, 'revision' | 'stateRevision' | 'snoozedUntil'>): Alert {
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
export function columnsOf(
  alert: NewAlert,
  { revision, stateRevision }: RowRevisions,
): Omit<Row, 'id' | 'integrationId'> {
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
    revision,
    stateRevision,
    snoozedUntil: snoozedUntil(alert),
  }
}

/** Stands for the end of a snooze that has none, such as until it is worse. */
export const noFixedEnd = Number.MAX_SAFE_INTEGER

/** When the last of its snoozes ends, for filters; null when it has none or nobody waits for it any more. */
function snoozedUntil({ status, userSnooze, sentrySnooze }: NewAlert): number | null {
  if (status === 'resolved' || (userSnooze === null && sentrySnooze === null)) return null
  return Math.max(endOf(userSnooze), endOf(sentrySnooze))
}

function endOf(snooze: Snooze | null): number {
  return snooze === null ? 0 : (snooze.until ?? noFixedEnd)
}
