import type { BusyHour } from '../../core/pause.ts'
import type { IntegrationHealth, Store } from '../store.ts'
import type { Orm } from './database.ts'
import { idOf } from './ids.ts'
import { prepareOutbox } from './outbox.ts'
import { prepareRefusals } from './refusals.ts'
import type { Segments } from './segments.ts'
import { inSnapshot } from './transaction.ts'

/** So much of a backlog is looked at, until so many ms have gone by; the rest is taken to be like it. */
const sample = { events: 2000, ms: 10 }

interface Waiting {
  pending: number
  lastSeenAt: number | null
}

type Resource = IntegrationHealth['resources'][number]

/** Whether an integration works. */
export function createHealth(
  db: Orm,
  segments: Segments,
  { showIntegration }: Pick<Store, 'showIntegration'>,
): Pick<Store, 'showHealth'> {
  const { $client: client } = db
  const { positionOf, countRetries } = prepareOutbox(client)
  const { refusalsOf } = prepareRefusals(client)
  const resources = client.query<Omit<Resource, 'action'> & { action: string }, [number]>(`
    select resource, action, count, first_seen_at as firstSeenAt, last_seen_at as lastSeenAt
    from integration_resources where integration_id = ? order by last_seen_at desc, resource, action`)
  const hours = client.query<BusyHour, [number]>(
    'select hour, count from integration_hours where integration_id = ? order by hour',
  )
  const retries = client.query<
    { looked: number; found: number; lastSeenAt: number | null },
    [{ integrationId: number; limit: number }]
  >(`
    select count(*) as looked, total(integration_id = $integrationId) as found,
      max(iif(integration_id = $integrationId, received_at, null)) as lastSeenAt
    from (select integration_id, received_at from events where state = 'pending' limit $limit)`)

  /** Of what is to be tried again: how many are of this integration, and when the newest was received. */
  function retriesOf(integrationId: number): Waiting {
    const some = retries.get({ integrationId, limit: sample.events }) ?? nothing
    const { looked, found, lastSeenAt } = some
    const all = looked < sample.events ? looked : countRetries()
    return { pending: share(found, looked, all), lastSeenAt }
  }

  /** The same of what the drain has not taken up. */
  function freshOf(id: string): Waiting {
    const position = positionOf()
    const until = performance.now() + sample.ms
    let looked = 0
    let found = 0
    let lastSeenAt: number | null = null
    for (const event of segments.newestBetween(position, Number.MAX_SAFE_INTEGER)) {
      looked += 1
      if (event.integrationId === id) found += 1
      if (event.integrationId === id) lastSeenAt ??= event.receivedAt
      if (looked === sample.events || performance.now() > until) break
    }
    return { pending: share(found, looked, segments.newest() - position), lastSeenAt }
  }

  return {
    async showHealth(id, refusedSince) {
      const integration = await showIntegration(id)
      return inSnapshot(db, () => {
        const row = Number(id)
        const seen = resources.all(row)
        const waiting = [retriesOf(row), freshOf(idOf(row))]
        return {
          integration,
          lastSeenAt: latest([...waiting, ...seen.slice(0, 1)]),
          pending: waiting.reduce((sum, { pending }) => sum + pending, 0),
          resources: seen.map(({ resource, action, count, firstSeenAt, lastSeenAt }) => ({
            resource,
            action: action === '' ? null : action,
            count,
            firstSeenAt,
            lastSeenAt,
          })),
          refusals: refusalsOf(row, refusedSince),
          busyHours: hours.all(row),
        }
      })
    },
  }
}

const nothing = { looked: 0, found: 0, lastSeenAt: null }

function latest(seen: readonly { lastSeenAt: number | null }[]): number | null {
  const times = seen.flatMap(({ lastSeenAt }) => lastSeenAt ?? [])
  return times.length === 0 ? null : Math.max(...times)
}

/** How many of all, if those that were looked at are like the rest. */
function share(found: number, looked: number, all: number): number {
  return looked === 0 ? 0 : Math.round((found / looked) * all)
}
