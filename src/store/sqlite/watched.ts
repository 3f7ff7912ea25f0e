import type { IntegrationCondition } from '../../core/alarm.ts'
import { sampleResource } from '../../core/event.ts'
import type { Store } from '../store.ts'
import type { Orm } from './database.ts'
import { idOf } from './ids.ts'
import { prepareOutbox } from './outbox.ts'
import type { Segments } from './segments.ts'
import { inSnapshot } from './transaction.ts'

/** So much of what waits is looked at, until so many ms have gone by. */
const most = { events: 2000, ms: 10 }

/** When those that are watched last sent something. */
export function createWatched(db: Orm, segments: Segments): Pick<Store, 'listWatched'> {
  const { $client: client } = db
  const { positionOf } = prepareOutbox(client)
  const watched = client.query<Omit<IntegrationCondition, 'id'> & { id: number }, [string]>(`
    select id, name, silent_after as silentAfter,
      coalesce(
        (select max(last_seen_at) from integration_resources
          where integration_id = integrations.id and resource <> ?),
        max(created_at, watched_since)) as lastSeenAt
    from integrations
    where silent_after is not null and revoked_at is null and deleted_at is null
    order by id`)
  const retries = client.query<{ id: number; lastSeenAt: number }, [string]>(`
    select integration_id as id, max(received_at) as lastSeenAt
    from (select integration_id, received_at, resource from events where state = 'pending' limit ${most.events})
    where resource <> ? group by integration_id`)

  /** What the drain has not taken up: when each last sent, and up to when nobody looked. */
  function fresh(): { seen: Map<string, number>; unseenUntil: number } {
    const seen = new Map<string, number>()
    const until = performance.now() + most.ms
    let looked = 0
    for (const event of segments.newestBetween(positionOf(), Number.MAX_SAFE_INTEGER)) {
      const { integrationId, receivedAt, resource } = event
      if (looked === most.events || performance.now() > until) {
        return { seen, unseenUntil: receivedAt }
      }
      looked += 1
      if (resource === sampleResource) continue
      seen.set(integrationId, Math.max(receivedAt, seen.get(integrationId) ?? 0))
    }
    return { seen, unseenUntil: 0 }
  }

  return {
    async listWatched() {
      return inSnapshot(db, () => {
        const rows = watched.all(sampleResource)
        if (rows.length === 0) return []
        const { seen, unseenUntil } = fresh()
        const waiting = new Map(
          retries.all(sampleResource).map(({ id, lastSeenAt }) => [id, lastSeenAt]),
        )
        return rows.map(({ id: row, name, silentAfter, lastSeenAt }) => {
          const id = idOf(row)
          const times = [lastSeenAt, seen.get(id) ?? 0, waiting.get(row) ?? 0, unseenUntil]
          return { id, name, silentAfter, lastSeenAt: Math.max(...times) }
        })
      })
    },
  }
}
