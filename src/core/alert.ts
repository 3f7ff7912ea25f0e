import { isWorse, type Severity } from './severity.ts'
import type { AlertKind, Content, Project } from './signal.ts'

export const alertStatuses = ['open', 'acknowledged', 'resolved'] as const
export type AlertStatus = (typeof alertStatuses)[number]

export const resolvers = ['sentry', 'user', 'timeout'] as const
export type Resolver = (typeof resolvers)[number]

/** An alert that should keep quiet for a while; it stays open and keeps counting. */
export interface Snooze {
  /** Unix ms; null has no fixed end. */
  until: number | null
  by: 'sentry' | 'user'
  reason: string | null
  /** Ends as soon as the alert gets worse than this, or Sentry says that it escalated or regressed. */
  untilWorseThan: Severity | null
}

/** One thing that is wrong, from its opening to its resolve. The next outage of the same dedup key is another alert. */
export interface Alert {
  id: string
  integrationId: string
  dedupKey: string
  kind: AlertKind
  status: AlertStatus
  severity: Severity
  title: string
  description: string | null
  url: string | null
  project: Project | null
  /** How many events this alert has taken up. */
  eventCount: number
  assignee: string | null
  /** What a person asked for; kept apart because Sentry only ever lifts its own. */
  userSnooze: Snooze | null
  sentrySnooze: Snooze | null
  /** Unix ms by this machine's clock, like every time here: when the event that opened it was received. */
  openedAt: number
  lastEventAt: number
  acknowledgedAt: number | null
  resolvedAt: number | null
  resolvedBy: Resolver | null
  /** The alert before this one of the same dedup key. */
  previousAlertId: string | null
  /** It was resolved and came back. */
  regressed: boolean
}

/** An alert that the store has yet to number. */
export type NewAlert = Omit<Alert, 'id' | 'integrationId'>

/** One line of the story of an alert. */
export interface TimelineEntry {
  at: number
  kind: string
  /** `sentry`, or the person who did it. */
  by: string
  text: string
  eventId: string | null
}

/** The snooze in force at `now`: a person's before Sentry's. */
export function activeSnooze(
  alert: Pick<Alert, 'userSnooze' | 'sentrySnooze'>,
  now: number,
): Snooze | null {
  const inForce = (snooze: Snooze | null) =>
    snooze !== null && (snooze.until === null || snooze.until > now)
  if (inForce(alert.userSnooze)) return alert.userSnooze
  return inForce(alert.sentrySnooze) ? alert.sentrySnooze : null
}

/** Takes over what a newer event says; what it does not say stays. Getting worse ends a snooze that was until then. */
export function withNewer(alert: Alert, content: Content): Alert {
  const eased = alert.userSnooze?.untilWorseThan ?? null
  return {
    ...alert,
    severity: content.severity,
    title: content.title ?? alert.title,
    description: content.description ?? alert.description,
    url: content.url ?? alert.url,
    project: betterNamed(content.project, alert.project),
    userSnooze: eased !== null && isWorse(content.severity, eased) ? null : alert.userSnooze,
  }
}

/** Fills what was not known from an event that is older than what the alert shows. */
export function withOlder(alert: Alert, content: Content): Alert {
  const untitled = alert.title === alert.dedupKey
  return {
    ...alert,
    title: untitled ? (content.title ?? alert.title) : alert.title,
    description: alert.description ?? content.description,
    url: alert.url ?? content.url,
    project: betterNamed(alert.project, content.project),
  }
}

/** Some shapes know a project only by its slug: a real name for the same slug is not lost to them. */
export function betterNamed(first: Project | null, second: Project | null): Project | null {
  if (first === null || second === null) return first ?? second
  return first.slug === second.slug && first.name === first.slug ? second : first
}
