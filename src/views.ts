import { activeSnooze, type Alert } from './core/alert.ts'
import type { AlertDetail, EventDetail, EventSummary, Integration } from './store/store.ts'

// The JSON that other programs rely on. Times are ISO 8601 in UTC with milliseconds.

/** @param now decides whether a snooze is still in force, Unix ms */
export function alertView(alert: Alert, now: number) {
  const snooze = activeSnooze(alert, now)
  return {
    id: alert.id,
    integrationId: alert.integrationId,
    dedupKey: alert.dedupKey,
    kind: alert.kind,
    status: alert.status,
    severity: alert.severity,
    title: alert.title,
    description: alert.description,
    url: alert.url,
    project: alert.project,
    eventCount: alert.eventCount,
    assignee: alert.assignee,
    snooze: snooze && { until: isoOrNull(snooze.until), by: snooze.by, reason: snooze.reason },
    openedAt: iso(alert.openedAt),
    lastEventAt: iso(alert.lastEventAt),
    acknowledgedAt: isoOrNull(alert.acknowledgedAt),
    resolvedAt: isoOrNull(alert.resolvedAt),
    resolvedBy: alert.resolvedBy,
    previousAlertId: alert.previousAlertId,
    regressed: alert.regressed,
  }
}

export function alertDetailView(alert: AlertDetail, now: number) {
  return {
    ...alertView(alert, now),
    timeline: alert.timeline.map((entry) => ({ ...entry, at: iso(entry.at) })),
  }
}

export function eventView(event: EventSummary) {
  const { id, integrationId, receivedAt, resource, action } = event
  const { state, outcome, reason, attempts, alertId } = event
  return {
    id,
    integrationId,
    receivedAt: iso(receivedAt),
    resource,
    action,
    state,
    outcome,
    reason,
    attempts,
    alertId,
  }
}

export function eventDetailView(event: EventDetail) {
  // A byte order mark belongs to the exact text.
  const payload = new TextDecoder('utf-8', { ignoreBOM: true }).decode(event.payload)
  return { ...eventView(event), headers: event.headers, payload }
}

export function integrationView(integration: Integration) {
  const { id, name, source, createdAt, revokedAt, tokens, clientSecrets } = integration
  return {
    id,
    name,
    source,
    createdAt: iso(createdAt),
    revokedAt: isoOrNull(revokedAt),
    tokens: tokens.map((token) => ({
      hint: token.hint,
      createdAt: iso(token.createdAt),
      expiresAt: isoOrNull(token.expiresAt),
    })),
    clientSecrets: clientSecrets.map((secret) => ({
      createdAt: iso(secret.createdAt),
      expiresAt: isoOrNull(secret.expiresAt),
    })),
  }
}

export function iso(time: number): string {
  return new Date(time).toISOString()
}

function isoOrNull(time: number | null): string | null {
  return time === null ? null : iso(time)
}
