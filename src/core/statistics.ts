import type { Alert, AlertStatus } from './alert.ts'
import type { Severity } from './severity.ts'

/**
 * Figures are not counted when somebody asks, but kept: whenever an alert changes, what it contributed before is taken away and
 * what it contributes now is added. So they are right whatever the order, and asking costs the same however many alerts there are.
 */
export interface Contribution {
  current: { status: AlertStatus; severity: Severity }
  /** Hours since 1970, UTC. */
  opened: { hour: number; severity: Severity }
  resolved: { hour: number } | null
  acknowledgement: Duration | null
  resolution: Duration | null
  /** The day (since 1970, UTC) on which it opened; an empty slug for none. */
  project: { day: number; integrationId: string; slug: string }
}

/** How long something took, and on which day (since 1970, UTC) it ended. */
export interface Duration {
  day: number
  bucket: number
  ms: number
}

const hour = 3_600_000
const day = 24 * hour

export const hourOf = (time: number) => Math.floor(time / hour)
export const dayOf = (time: number) => Math.floor(time / day)

export function contributionOf(alert: Alert): Contribution {
  const { status, severity, openedAt, acknowledgedAt, resolvedAt, integrationId } = alert
  return {
    current: { status, severity },
    opened: { hour: hourOf(openedAt), severity },
    resolved: resolvedAt === null ? null : { hour: hourOf(resolvedAt) },
    acknowledgement: durationUntil(acknowledgedAt, openedAt),
    resolution: durationUntil(resolvedAt, openedAt),
    project: { day: dayOf(openedAt), integrationId, slug: alert.project?.slug ?? '' },
  }
}

function durationUntil(end: number | null, start: number): Duration | null {
  if (end === null) return null
  // A clock that was set back does not make it negative.
  const ms = Math.max(0, end - start)
  return { day: dayOf(end), bucket: bucketOf(ms), ms }
}

/**
 * Durations are counted in buckets, four for each doubling from one second on: number 0 is less than a second, number n ends at
 * 2^(n/4) seconds. So a median is right to about a tenth.
 */
export function bucketOf(ms: number): number {
  return ms < 1000 ? 0 : Math.floor(Math.log2(ms / 1000) * 4) + 1
}

/** The middle of a bucket, ms. */
export function middleOf(bucket: number): number {
  return bucket === 0 ? 500 : Math.round(1000 * 2 ** ((bucket - 0.5) / 4))
}

/** Of durations that are counted in buckets: how long the given share of them took at most, or null when there are none. */
export function quantile(
  buckets: readonly { bucket: number; count: number }[],
  share: number,
): number | null {
  const sorted = buckets.filter(({ count }) => count > 0).toSorted((a, b) => a.bucket - b.bucket)
  const total = sorted.reduce((sum, { count }) => sum + count, 0)
  let left = total * share
  for (const { bucket, count } of sorted) {
    left -= count
    if (left <= 1e-9) return middleOf(bucket)
  }
  return null
}
