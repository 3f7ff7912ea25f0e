import { lengthInWords } from './length.ts'
import type { Severity } from './severity.ts'

/** Something that is wrong with Navish itself, and that only a person can set right. */
export interface Alarm {
  /** Which of them: as long as it stands it is one alert. */
  key: string
  severity: Severity
  title: string
  /** What to do. */
  description: string
}

/** How Navish is. Times are Unix ms. */
export interface Condition {
  channels: readonly ChannelCondition[]
  /** Those that are watched. */
  integrations: readonly IntegrationCondition[]
  /** When the oldest event was received that waits; null: none does. */
  oldestPendingAt: number | null
  /** Where the database is; null: not known. */
  freeBytes: number | null
  /** null: none are made by themselves. */
  backup: BackupCondition | null
}

export interface BackupCondition {
  /** ms from one to the next. */
  every: number
  /** When the newest good one was made; null: there is none. */
  newestAt: number | null
  /** Why the last one failed; null: it did not. */
  failure: string | null
  /** Since when it is looked after. */
  watchedSince: number
}

export interface ChannelCondition {
  id: string
  name: string
  /** Since when each attempt failed; null: the last one did not. */
  failingSince: number | null
  lastFailure: string | null
  /** When it last gave up a delivery; null: it never did. */
  lastDeadAt: number | null
}

export interface IntegrationCondition {
  id: string
  name: string
  /** ms: after so long without a webhook it is too quiet. */
  silentAfter: number
  /** When its last webhook came; if none did, since when one has been waited for. */
  lastSeenAt: number
}

const minute = 60_000

/** ms, and bytes. */
const limits = {
  failing: 5 * minute,
  /** So long a delivery that was given up is spoken of. */
  dead: 60 * minute,
  pending: 2 * minute,
  lowDisk: 512 * 1024 * 1024,
  /** Twice of what /readyz fails below. */
  noDisk: 128 * 1024 * 1024,
  /** So long after a start a backup may be late: it could not be made while the server was stopped. */
  lateBackup: 30 * minute,
}

/**
 * What is wrong at `now`, the worst first.
 * @param standing what was wrong when it was looked at last, by key: what goes up and down about a limit is not over each time
 */
export function alarmsOf(
  { channels, integrations, oldestPendingAt, freeBytes, backup }: Condition,
  standing: ReadonlyMap<string, Severity>,
  now: number,
): Alarm[] {
  const alarms: Alarm[] = []
  const lowDisk = limits.lowDisk * (standing.has('disk') ? 1.25 : 1)
  const noDisk = limits.noDisk * (standing.get('disk') === 'critical' ? 1.25 : 1)
  const pending = limits.pending / (standing.has('outbox') ? 4 : 1)
  if (freeBytes !== null && freeBytes < lowDisk) {
    alarms.push({
      key: 'disk',
      severity: freeBytes < noDisk ? 'critical' : 'error',
      title: 'The disk of Navish is nearly full',
      description:
        'Little is free where the database is (/readyz says how much). Make room: without any, webhooks are refused.',
    })
  }
  if (oldestPendingAt !== null && now - oldestPendingAt > pending) {
    alarms.push({
      key: 'outbox',
      severity: 'critical',
      title: 'Events wait to become alerts',
      description:
        'The oldest waits for more than two minutes. The log says why the drain fails, or whether more comes than it can take.',
    })
  }
  if (backup !== null) alarms.push(...backupAlarms(backup, now))
  for (const channel of channels) alarms.push(...channelAlarms(channel, now))
  for (const integration of integrations) alarms.push(...integrationAlarms(integration, now))
  return alarms
}

function backupAlarms(backup: BackupCondition, now: number): Alarm[] {
  const { every, newestAt, failure, watchedSince } = backup
  const isLate = now - (newestAt ?? Number.NEGATIVE_INFINITY) > 2 * every
  const isDue = now - watchedSince > Math.min(2 * every, limits.lateBackup)
  if (failure === null && !(isLate && isDue)) return []
  const when =
    newestAt === null ? 'There is none.' : `The newest is of ${new Date(newestAt).toISOString()}.`
  return [
    {
      key: 'backup',
      severity: 'error',
      title: failure === null ? 'No backup was made for too long' : 'The backup failed',
      description:
        failure === null
          ? `One should be made every ${lengthInWords(every / 1000)}. ${when} The log says what became of them; "navish backup" makes one now.`
          : `${failure} ${when} It is tried again and again; "navish backup" tries it now.`,
    },
  ]
}

function channelAlarms(channel: ChannelCondition, now: number): Alarm[] {
  const { id, name, failingSince, lastFailure, lastDeadAt } = channel
  const isFailing = failingSince !== null && now - failingSince > limits.failing
  const isGivenUp = lastDeadAt !== null && now - lastDeadAt < limits.dead
  if (!isFailing && !isGivenUp) return []
  const why = lastFailure === null ? '' : ` The last failure: ${lastFailure}`
  return [
    {
      key: `channel-${id}`,
      severity: 'error',
      title: isFailing ? `Nobody is told on ${name}` : `Something could not be told on ${name}`,
      description: isFailing
        ? `Every attempt failed for more than five minutes.${why} Try the channel, and change its settings.`
        : `A delivery was given up within the last hour.${why} Look at what is dead, and have it tried again.`,
    },
  ]
}

function integrationAlarms(integration: IntegrationCondition, now: number): Alarm[] {
  const { id, name, silentAfter, lastSeenAt } = integration
  if (now - lastSeenAt <= silentAfter) return []
  return [
    {
      key: `integration-${id}`,
      severity: 'warning',
      title: `Nothing has come from ${name} for more than ${lengthInWords(silentAfter / 1000)}`,
      description:
        'Look at the request log of the integration in Sentry: it may have been switched off, or not reach this address any more. What Navish refused of it, and why, is on the page of the integration here.',
    },
  ]
}
