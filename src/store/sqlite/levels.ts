import { statSync } from 'node:fs'
import { sampleResource } from '../../core/event.ts'
import { mostCounted, mostTold, type ChannelLevel, type Levels } from '../levels.ts'
import type { Store } from '../store.ts'
import type { Orm } from './database.ts'
import { createOldestPending } from './event-counts.ts'
import { idOf } from './ids.ts'
import { prepareOutbox } from './outbox.ts'
import type { Segments } from './segments.ts'
import { inSnapshot } from './transaction.ts'

/** How much there is of everything: from figures that are kept, and from indexes of what is not done, up to a limit. */
export function createLevels(db: Orm, segments: Segments): Pick<Store, 'showLevels'> {
  const { $client: client } = db
  const statements = prepareLevels(client)
  const { positionOf } = prepareOutbox(client)
  const oldestPendingAt = createOldestPending(client, segments)

  function events(): Levels['events'] {
    const newest = segments.newest()
    const position = positionOf()
    return {
      pending: newest - position + (statements.retries.get()?.count ?? 0),
      dead: statements.deadEvents.get()?.count ?? 0,
      oldestPendingAt: oldestPendingAt(newest, position),
    }
  }

  function channels(): ChannelLevel[] {
    return statements.channels.all().map(({ id, kind, isEnabled, failingSince }) => ({
      id: idOf(id),
      kind,
      isEnabled: isEnabled === 1,
      pending: statements.pendingDeliveries.get(id)?.count ?? 0,
      dead: statements.deadDeliveries.get(id)?.count ?? 0,
      oldestPendingAt: statements.oldestDelivery.get(id)?.createdAt ?? null,
      failingSince,
    }))
  }

  function database(): Levels['database'] {
    const { page = 0, pages = 0, free = 0 } = statements.pages.get() ?? {}
    return { size: pages * page, log: sizeOf(`${client.filename}-wal`), free: free * page }
  }

  return {
    async showLevels() {
      return inSnapshot(db, () => ({
        events: events(),
        alerts: statements.alerts.all(),
        channels: channels(),
        integrations: statements.integrations
          .all(sampleResource)
          .map(({ id, lastSeenAt, silentAfter, since }) => ({
            id: idOf(id),
            lastSeenAt,
            silentAfter,
            since,
          })),
        database: database(),
      }))
    },
  }
}

/** Of a database in memory there is none. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function prepareLevels(client: Orm['$client']) {
  /** Of what a partial index holds, without reading more of it than is told. */
  const upTo = (found: string) => `select count(*) as count from (${found} limit ${mostCounted})`
  return {
    retries: client.query<{ count: number }, []>(
      upTo(`select 1 from events where state = 'pending'`),
    ),
    deadEvents: client.query<{ count: number }, []>(
      upTo(`select 1 from events where state = 'dead'`),
    ),
    alerts: client.query<Levels['alerts'][number], []>(
      'select status, severity, count from alert_counts order by status, severity',
    ),
    channels: client.query<
      Pick<ChannelLevel, 'kind' | 'failingSince'> & { id: number; isEnabled: number },
      []
    >(`
      select id, kind, is_enabled as isEnabled, failing_since as failingSince
      from channels where deleted_at is null order by id limit ${mostTold}`),
    // Of two indexes that begin with the channel SQLite would take the one with everything that was ever told.
    pendingDeliveries: client.query<{ count: number }, [number]>(
      upTo(`select 1 from deliveries indexed by deliveries_pending
        where channel_id = ? and state = 'pending'`),
    ),
    deadDeliveries: client.query<{ count: number }, [number]>(
      upTo(`select 1 from deliveries indexed by deliveries_dead
        where channel_id = ? and state = 'dead'`),
    ),
    // They are told in the order of their ids, so the first one is the oldest.
    oldestDelivery: client.query<{ createdAt: number }, [number]>(`
      select created_at as createdAt from deliveries indexed by deliveries_pending
      where channel_id = ? and state = 'pending' order by id limit 1`),
    integrations: client.query<
      Omit<Levels['integrations'][number], 'id'> & { id: number },
      [string]
    >(`
      select id, silent_after as silentAfter, max(created_at, coalesce(watched_since, 0)) as since,
        (select max(last_seen_at) from integration_resources
          where integration_id = integrations.id and resource <> ?) as lastSeenAt
      from integrations where revoked_at is null and deleted_at is null order by id limit ${mostTold}`),
    pages: client.query<{ page: number; pages: number; free: number }, []>(`
      select page_size as page, page_count as pages, freelist_count as free
      from pragma_page_size, pragma_page_count, pragma_freelist_count`),
  }
}
