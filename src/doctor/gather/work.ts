import { messageOf } from '../../errors.ts'
import type { Seal } from '../../secrets/seal.ts'
import type { Channel } from '../../store/deliveries.ts'
import type { Store } from '../../store/store.ts'
import type { ChannelFacts, WorkFacts } from '../facts.ts'

const page = { limit: 1_000 }

export async function gatherWork(
  store: Store,
  { seal, now }: { seal: Pick<Seal, 'open'>; now: number },
): Promise<WorkFacts> {
  const { accepted, pending, dead, oldestPendingAt } = await store.countEvents()
  const channels = await store.listChannels(page)
  const integrations = await store.listIntegrations(page)
  const watched = await store.listWatched()
  const alarms = await store.listAlerts(
    { project: 'navish', status: ['open', 'acknowledged'] },
    { limit: 20 },
  )
  return {
    integrations: integrations.items.filter(({ revokedAt }) => revokedAt === null).length,
    accepted,
    pending,
    oldestPendingAt,
    dead,
    channels: channels.items.map((channel) => channelFacts(channel, seal)),
    silent: watched
      .filter(({ lastSeenAt, silentAfter }) => now - lastSeenAt > silentAfter)
      .map(({ name, lastSeenAt }) => ({ name, lastSeenAt })),
    alarms: alarms.items.map(({ title }) => title),
    needsAdmin: await store.needsAdmin(),
  }
}

function channelFacts(channel: Channel, seal: Pick<Seal, 'open'>): ChannelFacts {
  const { name, isEnabled, pending, dead, failingSince, lastFailure, sealed } = channel
  return {
    name,
    isEnabled,
    pending,
    dead,
    failingSince,
    lastFailure,
    sealFault: faultOf(sealed, seal),
  }
}

function faultOf(sealed: string, seal: Pick<Seal, 'open'>): string | null {
  try {
    seal.open(sealed)
    return null
  } catch (error) {
    return messageOf(error)
  }
}
