import type { Database } from 'bun:sqlite'
import { hourOf } from '../../core/statistics.ts'

/** What makes an alert the same one in two places. */
export interface Identity {
  integrationId: number
  dedupKey: string
  openedAt: number
}

/** Which alerts there are already. An import comes nearly in the order of their opening: some hours are known at a time. */
export interface KnownAlerts {
  /** The id of this alert, or undefined. Several may have opened in one millisecond: each time the next of them. */
  take(identity: Identity): number | undefined
  /** There is one more, and it is taken. */
  add(identity: Identity, id: number): void
  /** The one that was taken last, else the first. */
  find(identity: Identity): number | undefined
  /** Looks anew, because what was added was rolled back. */
  forget(): void
}

/** Those of one name, and how many of them were taken. */
interface Alike {
  ids: number[]
  taken: number
}

const mostHours = 64

export function createKnownAlerts(client: Database): KnownAlerts {
  const between = client.query<{ first: number | null; last: number | null }, [number]>(
    'select min(first_id) as first, max(last_id) as last from opened_hours where hour = ?',
  )
  const openedIn = client.query<Identity & { id: number }, [Record<string, number>]>(`
    select id, integration_id as integrationId, dedup_key as dedupKey, opened_at as openedAt from alerts
    where id between $first and $last and opened_at >= $from and opened_at < $to order by id`)
  /** Retention may have removed it since it was seen. */
  const isThere = client.query<unknown, [number]>('select 1 from alerts where id = ?')
  /** By hour, the one that was asked for last at the end. */
  const hours = new Map<number, Map<string, Alike>>()

  function look(hour: number): Map<string, Alike> {
    const found = new Map<string, Alike>()
    const { first = null, last = null } = between.get(hour) ?? {}
    if (first === null || last === null) return found
    const range = { first, last, from: hour * 3_600_000, to: (hour + 1) * 3_600_000 }
    for (const row of openedIn.iterate(range)) alikeIn(found, row).ids.push(row.id)
    return found
  }

  function alike(identity: Identity): Alike {
    const hour = hourOf(identity.openedAt)
    const found = hours.get(hour) ?? look(hour)
    hours.delete(hour)
    hours.set(hour, found)
    const [oldest] = hours.keys()
    if (hours.size > mostHours && oldest !== undefined) hours.delete(oldest)
    return alikeIn(found, identity)
  }

  return {
    take(identity) {
      const found = alike(identity)
      for (;;) {
        const id = found.ids[found.taken]
        if (id === undefined) return undefined
        found.taken += 1
        if (isThere.get(id) !== null) return id
      }
    },
    add(identity, id) {
      const found = alike(identity)
      found.ids.push(id)
      found.taken = found.ids.length
    },
    find(identity) {
      const { ids, taken } = alike(identity)
      const id = ids[Math.max(0, taken - 1)]
      return id !== undefined && isThere.get(id) !== null ? id : undefined
    },
    forget: () => hours.clear(),
  }
}

function alikeIn(hour: Map<string, Alike>, { openedAt, integrationId, dedupKey }: Identity): Alike {
  const name = `${openedAt} ${integrationId} ${dedupKey}`
  const found = hour.get(name) ?? { ids: [], taken: 0 }
  hour.set(name, found)
  return found
}
