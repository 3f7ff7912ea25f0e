import type { AuditView, SessionView, TokenView, UserView } from './contract/accounts.ts'
import type { AlertDetailView, AlertView } from './contract/alerts.ts'
import type { EventCountsView, EventDetailView, EventView } from './contract/events.ts'
import type { HealthView, IntegrationView, RefusalView } from './contract/integrations.ts'
import { activeSnooze } from './core/alert.ts'
import { lastDay, longestPause } from './core/pause.ts'
import type { ApiToken, AuditRecord, Session, User } from './store/accounts.ts'
import type {
  AlertDetail,
  EventCounts,
  EventDetail,
  EventSummary,
  Integration,
  IntegrationHealth,
  KeptAlert,
  RefusalCount,
} from './store/store.ts'

// The JSON that other programs rely on. Times are ISO 8601 in UTC with milliseconds.

/** @param now decides whether a snooze is still in force, Unix ms */
export function alertView(alert: KeptAlert, now: number): AlertView {
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
    revision: alert.revision,
  }
}

export function alertDetailView(alert: AlertDetail, now: number): AlertDetailView {
  return {
    ...alertView(alert, now),
    timeline: alert.timeline.map((entry) => ({ ...entry, at: iso(entry.at) })),
    timelineLength: alert.timelineLength,
  }
}

export function eventView(event: EventSummary): EventView {
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

export function eventDetailView(event: EventDetail): EventDetailView {
  // A byte order mark belongs to the exact text.
  const payload = new TextDecoder('utf-8', { ignoreBOM: true }).decode(event.payload)
  const removed = event.isPayloadRemoved ? { payloadRemoved: true as const } : {}
  return { ...eventView(event), headers: event.headers, payload, ...removed }
}

export function eventCountsView(counts: EventCounts): EventCountsView {
  const { accepted, pending, dead, lastReceivedAt, oldestPendingAt } = counts
  return {
    accepted,
    pending,
    dead,
    lastReceivedAt: isoOrNull(lastReceivedAt),
    oldestPendingAt: isoOrNull(oldestPendingAt),
  }
}

export function integrationView(integration: Integration): IntegrationView {
  const { id, name, source, createdAt, revokedAt, silentAfter } = integration
  const { tokens, clientSecrets, revision } = integration
  return {
    id,
    name,
    source,
    createdAt: iso(createdAt),
    revokedAt: isoOrNull(revokedAt),
    silentAfterSeconds: silentAfter === null ? null : silentAfter / 1000,
    tokens: tokens.map((token) => ({
      hint: token.hint,
      createdAt: iso(token.createdAt),
      expiresAt: isoOrNull(token.expiresAt),
    })),
    clientSecrets: clientSecrets.map((secret) => ({
      createdAt: iso(secret.createdAt),
      expiresAt: isoOrNull(secret.expiresAt),
    })),
    revision,
  }
}

export function healthView(health: IntegrationHealth, now: number): HealthView {
  const { integration, lastSeenAt, pending, resources, refusals, busyHours } = health
  const { id, name, clientSecrets } = integration
  return {
    id,
    name,
    lastSeenAt: isoOrNull(lastSeenAt),
    signed: clientSecrets.some(({ expiresAt }) => expiresAt === null || expiresAt > now),
    pending,
    resources: resources.map(({ resource, action, count, ...seen }) => ({
      resource,
      action,
      count,
      firstSeenAt: iso(seen.firstSeenAt),
      lastSeenAt: iso(seen.lastSeenAt),
    })),
    refusals: refusals.map(refusalView),
    hours: lastDay(busyHours, now).map(({ at, count }) => ({ at: iso(at), count })),
    longestPauseMs: longestPause(busyHours, now),
  }
}

export function refusalView({ code, reason, count, lastAt }: RefusalCount): RefusalView {
  return { code, reason, count, lastAt: iso(lastAt) }
}

export function userView(user: User): UserView {
  const { id, email, name, role, hasPassword, singleSignOn, revision } = user
  return {
    id,
    email,
    name,
    role,
    createdAt: iso(user.createdAt),
    disabledAt: isoOrNull(user.disabledAt),
    lastSignInAt: isoOrNull(user.lastSignInAt),
    hasPassword,
    singleSignOn,
    revision,
  }
}

/** @param currentId the session of whoever asks */
export function sessionView(session: Session, currentId: string | null): SessionView {
  const { id, userId, email, address, userAgent } = session
  return {
    id,
    userId,
    email,
    createdAt: iso(session.createdAt),
    lastUsedAt: iso(session.lastUsedAt),
    expiresAt: iso(session.expiresAt),
    address,
    userAgent,
    current: id === currentId,
  }
}

export function tokenView(token: ApiToken): TokenView {
  const { id, label, role, hint, createdBy, lastUsedFrom } = token
  return {
    id,
    label,
    role,
    hint,
    createdBy,
    createdAt: iso(token.createdAt),
    expiresAt: isoOrNull(token.expiresAt),
    lastUsedAt: isoOrNull(token.lastUsedAt),
    lastUsedFrom,
  }
}

export function auditView(record: AuditRecord): AuditView {
  const { id, at, actor, address, requestId, action, target, text } = record
  return { id, at: iso(at), actor, address, requestId, action, target, text }
}

export function iso(time: number): string {
  return new Date(time).toISOString()
}

export function isoOrNull(time: number | null): string | null {
  return time === null ? null : iso(time)
}
