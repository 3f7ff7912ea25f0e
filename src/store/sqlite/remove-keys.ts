import type { Database } from 'bun:sqlite'
import type { Memory } from '../../core/memory.ts'
import { lastArrivalOf } from '../../core/retention.ts'
import { prepareAges } from './ages.ts'
import type { Remover } from './removal.ts'

const chunk = 200

/**
 * What came late came by then. An event that is still kept can be replayed, and is then decided about by what is remembered; it may
 * be newer than what that rests on, but not by more than this (ms).
 */
const longestLateness = 30 * 86_400_000

type Key = { integrationId: number; dedupKey: string }

const first: Key = { integrationId: 0, dedupKey: '' }

/** What is remembered of dedup keys that have no alert, and no event that anybody could replay. */
export function createKeyRemover(client: Database): Remover {
  const { eventBefore } = prepareAges(client)
  const removedEvents = client.query<{ id: number }, []>(
    'select removed_events as id from retention',
  )
  // In the order of the index, which has those without an alert together.
  const some = client.query<Key & { memory: string }, [Key]>(`
    select integration_id as integrationId, dedup_key as dedupKey, memory
    from dedup_keys indexed by dedup_keys_alert
    where alert_id is null and (integration_id, dedup_key) > ($integrationId, $dedupKey)
    order by integration_id, dedup_key limit ${chunk}`)
  const remove = client.query<unknown, [Key]>(
    'delete from dedup_keys where integration_id = $integrationId and dedup_key = $dedupKey',
  )
  /** A number does not say where among texts to go on. */
  let last = first

  return ({ from }) => {
    const until = eventBefore(removedEvents.get()?.id ?? 0, longestLateness)
    if (until === 0) return { removed: 0, next: null }
    const looked = some.all(from === 0 ? first : last)
    let removed = 0
    for (const { memory, ...key } of looked) {
      last = key
      if (lastArrivalOf(JSON.parse(memory) as Memory) > until) continue
      remove.run(key)
      removed += 1
    }
    return { removed, next: looked.length < chunk ? null : from + looked.length }
  }
}
