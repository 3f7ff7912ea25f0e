import { statSync } from 'node:fs'
import type { Limits } from '../../core/retention.ts'
import type { RetentionStore, Storage } from '../retention.ts'
import { prepareAges } from './ages.ts'
import type { Orm } from './database.ts'
import { prepareOutbox } from './outbox.ts'
import { canShrink } from './room.ts'
import { inBackgroundTransaction, inSnapshot } from './transaction.ts'

/** For so long (ms) it stays known how old things are, whatever the limits are: they may be lengthened. */
const longestKnown = 5 * 365 * 86_400_000

/** What is kept, from figures that are kept: nothing is counted. */
export function createStorage(db: Orm): Pick<RetentionStore, 'showStorage' | 'noteRetention'> {
  const { $client: client } = db
  const statements = prepare(db)
  const { current } = prepareAges(client)
  const { positionOf } = prepareOutbox(client)

  function eventsKept(removed: number): Storage['events'] {
    return { count: positionOf() - removed, oldestAt: statements.oldestEvent.get()?.at ?? null }
  }

  function alertsKept(): Storage['alerts'] {
    const { resolved = 0, unresolved = 0 } = statements.alerts.get() ?? {}
    const oldestAt = statements.oldestAlert.get()?.at ?? null
    return { count: resolved + unresolved, unresolved, oldestAt }
  }

  function deliveriesKept(removed: number): Storage['deliveries'] {
    const all = statements.allDeliveries.get()?.count ?? 0
    return { count: all - removed, oldestAt: statements.oldestDelivery.get()?.at ?? null }
  }

  return {
    async showStorage() {
      return inSnapshot(db, () => {
        const state = statements.state.get()
        if (state === null) throw new Error('nothing is known of what is kept')
        const { removedEvents, removedDeliveries, lastRunAt, lastRemoved, lastLimits } = state
        const uncounted = statements.uncounted.get() ?? { payloads: 0, bytes: 0 }
        const pageSize = statements.pageSize.get()?.page_size ?? 0
        return {
          database: (statements.pages.get()?.page_count ?? 0) * pageSize,
          log: sizeOf(`${client.filename}-wal`),
          unused: (statements.unused.get()?.freelist_count ?? 0) * pageSize,
          shrinks: canShrink(db),
          payloads: {
            count: state.payloads + uncounted.payloads,
            bytes: state.bytes + uncounted.bytes,
            oldestAt: statements.oldestPayload.get()?.at ?? null,
          },
          events: eventsKept(removedEvents),
          alerts: alertsKept(),
          deliveries: deliveriesKept(removedDeliveries),
          lastRun:
            lastRunAt === null
              ? null
              : {
                  at: lastRunAt,
                  removed: JSON.parse(lastRemoved ?? '{}') as Record<string, number>,
                },
          age: current(),
          limits: lastLimits === null ? null : (JSON.parse(lastLimits) as Limits),
        }
      })
    },

    async noteRetention(removed, { now, limits }) {
      const longest = Math.max(longestKnown, ...Object.values(limits).map(({ age }) => age ?? 0))
      await inBackgroundTransaction(db, () => {
        statements.note.run({
          now,
          removed: JSON.stringify(removed),
          limits: JSON.stringify(limits),
        })
        // The newest of those stays: what there was by then is at least as old.
        statements.forget.run(Math.floor((current().age - longest) / 3_600_000))
      })
    },
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

interface State {
  payloads: number
  bytes: number
  removedEvents: number
  removedDeliveries: number
  lastRunAt: number | null
  lastRemoved: string | null
  lastLimits: string | null
}

function prepare({ $client: client }: Orm) {
  return {
    pages: client.query<{ page_count: number }, []>('pragma page_count'),
    pageSize: client.query<{ page_size: number }, []>('pragma page_size'),
    unused: client.query<{ freelist_count: number }, []>('pragma freelist_count'),
    state: client.query<State, []>(`
      select payloads, payload_bytes as bytes, removed_events as removedEvents,
        removed_deliveries as removedDeliveries, last_run_at as lastRunAt,
        last_removed as lastRemoved, last_limits as lastLimits from retention`),
    // What came since, as far as it is quickly counted: the rest is counted soon.
    uncounted: client.query<{ payloads: number; bytes: number }, []>(`
      select total(length) as payloads, total(size) as bytes from (
        select length, length(body) as size from segments
        where id > (select counted_segments from retention) order by id limit 1000)`),
    oldestEvent: client.query<{ at: number }, []>(
      'select received_at as at from events order by id limit 1',
    ),
    oldestPayload: client.query<{ at: number }, []>(`
      select received_at as at from events
      where id = (select id - length + 1 from segments order by id limit 1)`),
    alerts: client.query<{ resolved: number; unresolved: number }, []>(`
      select total(iif(status = 'resolved', count, 0)) as resolved,
        total(iif(status = 'resolved', 0, count)) as unresolved from alert_counts`),
    oldestAlert: client.query<{ at: number }, []>(
      'select opened_at as at from alerts order by id limit 1',
    ),
    allDeliveries: client.query<{ count: number }, []>(
      `select seq as count from sqlite_sequence where name = 'deliveries'`,
    ),
    oldestDelivery: client.query<{ at: number }, []>(
      'select created_at as at from deliveries order by id limit 1',
    ),
    note: client.query<unknown, [{ now: number; removed: string; limits: string }]>(
      'update retention set last_run_at = $now, last_removed = $removed, last_limits = $limits',
    ),
    forget: client.query<unknown, [number]>(
      'delete from newest_hours where hour < (select max(hour) from newest_hours where hour < ?)',
    ),
  }
}
