import type { Database } from 'bun:sqlite'
import type { Store } from '../store.ts'
import type { Orm } from './database.ts'
import { prepareOutbox } from './outbox.ts'
import type { Segments } from './segments.ts'
import { inSnapshot } from './transaction.ts'

/** So many of what is to be tried again are looked at: they are about equally old. */
const mostRetries = 1000

/** How many events there are: from the log, and from what is indexed of those that are not done. */
export function createEventCounts(db: Orm, segments: Segments): Pick<Store, 'countEvents'> {
  const { $client: client } = db
  const { positionOf, countRetries } = prepareOutbox(client)
  const dead = client.query<{ count: number }, []>(
    `select count(*) as count from events where state = 'dead'`,
  )
  const lastTakenUp = client.query<{ receivedAt: number }, []>(
    'select received_at as receivedAt from events order by id desc limit 1',
  )

  const oldestPendingAt = createOldestPending(client, segments)

  function lastReceivedAt(newest: number, position: number): number | null {
    const fresh = newest > position ? segments.find(newest) : undefined
    return fresh?.receivedAt ?? lastTakenUp.get()?.receivedAt ?? null
  }

  return {
    async countEvents() {
      return inSnapshot(db, () => {
        const newest = segments.newest()
        const position = positionOf()
        return {
          accepted: newest,
          pending: newest - position + countRetries(),
          dead: dead.get()?.count ?? 0,
          lastReceivedAt: lastReceivedAt(newest, position),
          oldestPendingAt: oldestPendingAt(newest, position),
        }
      })
    },
  }
}

/** When the oldest event that waits was received, as far as the log can be read, if the newest is this one and the drain is there. */
export function createOldestPending(client: Database, segments: Segments) {
  const oldestRetry = client.query<{ receivedAt: number | null }, []>(`
    select min(received_at) as receivedAt
    from (select received_at from events where state = 'pending' limit ${mostRetries})`)

  return (newest: number, position: number): number | null => {
    const times = [oldestRetry.get()?.receivedAt ?? null]
    if (newest > position) {
      const [next] = segments.after(position).take(1)
      times.push(next !== undefined && 'receivedAt' in next ? next.receivedAt : null)
    }
    const known = times.filter((time) => time !== null)
    return known.length === 0 ? null : Math.min(...known)
  }
}
