import type { BackupCondition } from '../core/alarm.ts'
import { severities } from '../core/severity.ts'
import type { ChannelLevel, IntegrationLevel, Levels } from '../store/levels.ts'
import type { Sample } from './instruments.ts'
import type { Found } from './metrics.ts'

/** A metric without labels. */
export function one(value: number): Sample[] {
  return [{ values: [], value }]
}

/** What the store tells, in the units of Prometheus: seconds and bytes. */
export function levelSamples(
  { events, alerts, channels, integrations, database }: Levels,
  lastAccepted: ReadonlyMap<string, number>,
  now: number,
): Found {
  const age = (at: number | null) => (at === null ? 0 : Math.max(0, now - at) / 1000)
  const ofChannels = (value: (channel: ChannelLevel) => number): Sample[] =>
    channels.map((channel) => ({ values: [channel.id, channel.kind], value: value(channel) }))
  const seen = integrations.map((integration) => {
    const lastAt = latest(integration, lastAccepted.get(integration.id))
    return { id: integration.id, since: integration.since, lastAt }
  })
  return {
    outboxEvents: one(events.pending),
    outboxOldest: one(age(events.oldestPendingAt)),
    deadEvents: one(events.dead),
    alerts: (['open', 'acknowledged'] as const).flatMap((status) =>
      severities.map((severity) => {
        const found = alerts.find((it) => it.status === status && it.severity === severity)
        return { values: [status, severity], value: found?.count ?? 0 }
      }),
    ),
    pendingDeliveries: ofChannels(({ pending }) => pending),
    oldestDelivery: ofChannels(({ oldestPendingAt }) => age(oldestPendingAt)),
    deadDeliveries: ofChannels(({ dead }) => dead),
    channelFailing: ofChannels(({ isEnabled, failingSince }) =>
      isEnabled && failingSince !== null ? 1 : 0,
    ),
    lastWebhook: seen.flatMap(({ id, lastAt }) =>
      lastAt === null ? [] : [{ values: [id], value: lastAt / 1000 }],
    ),
    silence: seen.map(({ id, lastAt, since }) => ({
      values: [id],
      value: age(Math.max(lastAt ?? 0, since)),
    })),
    silentAfter: integrations.flatMap(({ id, silentAfter }) =>
      silentAfter === null ? [] : [{ values: [id], value: silentAfter / 1000 }],
    ),
    databaseSize: one(database.size),
    databaseLog: one(database.log),
    databaseFree: one(database.free),
  }
}

/** How old the newest backup is, where they are made. */
export function backupSamples(backup: BackupCondition | null, now: number): Found {
  if (backup === null) return {}
  const { every, newestAt, failure, watchedSince } = backup
  return {
    backupLast: newestAt === null ? [] : one(newestAt / 1000),
    backupAge: one(Math.max(0, now - (newestAt ?? watchedSince)) / 1000),
    backupInterval: one(every / 1000),
    backupFailing: one(failure === null ? 0 : 1),
  }
}

/** What came last may wait for the drain, which the store does not know yet. */
function latest({ lastSeenAt }: IntegrationLevel, accepted: number | undefined): number | null {
  if (accepted === undefined) return lastSeenAt
  return Math.max(lastSeenAt ?? 0, accepted)
}
