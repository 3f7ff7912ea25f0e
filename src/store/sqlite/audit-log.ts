import type { Database } from 'bun:sqlite'
import type { ActorKind } from '../../core/account.ts'
import type { AccountStore, AuditFilter, AuditRecord } from '../accounts.ts'
import { createAuditWriter } from './audit.ts'
import type { Orm } from './database.ts'
import { foundOf } from './found.ts'
import { idOf, rowOf } from './ids.ts'
import { inTransaction } from './transaction.ts'

interface Row {
  id: number
  at: number
  actorKind: ActorKind
  actorId: string | null
  actorName: string
  address: string | null
  requestId: string | null
  action: string
  target: string | null
  text: string
}

type Key = keyof AuditFilter
type Bound = Record<string, string | number>

const columnOf: Record<Key, string> = { actor: 'actor_name', action: 'action', target: 'target' }
const keys: readonly Key[] = ['target', 'actor', 'action']

/** So many entries are looked at in one go when more than one thing is asked for. */
const stretch = 1000

/** Who did what. */
export function createAuditLog(db: Orm): Pick<AccountStore, 'recordAudit' | 'listAudit'> {
  const { $client: client } = db
  const writeAudit = createAuditWriter(client)

  return {
    async recordAudit(entry) {
      await inTransaction(db, () => writeAudit(entry))
    },

    async listAudit(filter, { limit, after, patience = Infinity }) {
      const until = performance.now() + patience
      const items: AuditRecord[] = []
      let below = after === undefined ? Number.MAX_SAFE_INTEGER : rowOf(after, 'audit entry')
      for (;;) {
        const { by, from } = narrowest(client, filter, below)
        const bound = { ...given(filter), from, below, limit: limit + 1 - items.length }
        const rows = client.query<Row, [Bound]>(auditQuery(filter, by)).all(bound)
        items.push(...rows.map(recordOf))
        if (items.length > limit || from === 0) return foundOf(items, limit)
        if (performance.now() > until) return { items, next: idOf(from) }
        below = from
        await new Promise(setImmediate)
      }
    },
  }
}

/** Entries between two ids, newest first, in the order of the index of one of the things that are asked for. */
export function auditQuery(filter: AuditFilter, by: Key | undefined): string {
  const conditions = Object.keys(given(filter)).map((key) => `${columnOf[key as Key]} = $${key}`)
  return `
    select id, at, actor_kind as actorKind, actor_id as actorId, actor_name as actorName, address,
      request_id as requestId, action, target, text
    from audit_log ${by === undefined ? '' : `indexed by audit_log_${by}`}
    where ${[...conditions, 'id >= $from', 'id < $below'].join(' and ')}
    order by id desc limit $limit`
}

/**
 * The thing asked for that the fewest entries have, as far as the next ones tell, and down to which id a stretch of these goes.
 * Whatever is combined, at most so many entries are looked at in vain as the rarest of it has.
 */
function narrowest(client: Database, filter: AuditFilter, below: number) {
  const values = given(filter)
  const known = keys.filter((key) => key in values)
  let best: { by: Key | undefined; from: number } = { by: known[0], from: 0 }
  // Of only one all entries are hits, and the page is full soon enough.
  if (known.length < 2) return best
  for (const [place, key] of known.entries()) {
    const from = endOfStretch(client, key, { value: values[key] ?? '', below })
    if (place === 0 || from < best.from) best = { by: key, from }
    if (from === 0) break
  }
  return best
}

/** Asks the index alone. 0: what is left is less than a stretch. */
function endOfStretch(client: Database, key: Key, bound: { value: string; below: number }): number {
  const end = client.query<{ id: number }, [Bound]>(`
    select id from audit_log indexed by audit_log_${key}
    where ${columnOf[key]} = $value and id < $below order by id desc limit 1 offset ${stretch - 1}`)
  return end.get(bound)?.id ?? 0
}

function given({ actor, action, target }: AuditFilter): Partial<Record<Key, string>> {
  return {
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action }),
    ...(target !== undefined && { target }),
  }
}

function recordOf({ id, actorKind, actorId, actorName, ...columns }: Row): AuditRecord {
  return { id: idOf(id), actor: { kind: actorKind, id: actorId, name: actorName }, ...columns }
}
