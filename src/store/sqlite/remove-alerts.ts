import type { Database } from 'bun:sqlite'
import type { AlertStatus, Resolver } from '../../core/alert.ts'
import type { Memory } from '../../core/memory.ts'
import { mayRemoveAlert, memoryWithout } from '../../core/retention.ts'
import type { Severity } from '../../core/severity.ts'
import { prepareAges } from './ages.ts'
import type { Remover } from './removal.ts'

/** So many alerts are looked at in a step, and about so many lines and deliveries removed with them. */
const chunk = 10
const linesAtOnce = 60

interface Candidate {
  id: number
  revision: number
  status: AlertStatus
  severity: Severity
  resolvedBy: Resolver | null
  isBeingTold: number
  isFollowed: number
}

/**
 * Resolved alerts with their story and their deliveries; what did not change for the longest time first. What they added to the figures
 * of days stays, what they are now goes.
 */
export function createAlertRemover(client: Database): Remover {
  const statements = prepare(client)
  const { olderThan } = prepareAges(client)

  /** Removes what belongs to an alert, up to so many rows. @returns how many it was */
  function empty(alertId: number, most: number): number {
    const lines = statements.lines.all(alertId, most)
    for (const { id, eventId } of lines) {
      if (eventId !== null) statements.letGo.run({ eventId, alertId })
      statements.removeLine.run(id)
    }
    const left = most - lines.length
    const deliveries = left > 0 ? statements.removeDeliveries.run(alertId, left).changes : 0
    if (deliveries > 0) statements.noteDeliveries.run(deliveries)
    return lines.length + deliveries
  }

  function remove({ id, severity, resolvedBy }: Candidate): void {
    const key = statements.keyOf.get(id)
    if (key !== null) {
      const memory = memoryWithout({ resolvedBy }, JSON.parse(key.memory) as Memory)
      statements.remember.run({ ...key, memory: JSON.stringify(memory) })
    }
    if (statements.removeHash.run(id).changes > 0) statements.removeWords.run(id)
    statements.count.run(severity)
    statements.remove.run(id)
  }

  return ({ limits: { alerts: limit }, from }) => {
    const old = olderThan(limit.age).revision
    let tooMany = limit.most === null ? 0 : (statements.resolved.get()?.count ?? 0) - limit.most
    const looked = statements.some.all({ from })
    let left = linesAtOnce
    let removed = 0
    for (const one of looked) {
      if (one.revision > old && tooMany <= 0) return { removed, next: null }
      const { status, isBeingTold, isFollowed } = one
      if (!mayRemoveAlert({ status, isBeingTold: isBeingTold === 1, isFollowed: isFollowed === 1 }))
        continue
      left -= empty(one.id, left)
      // There may be more of it: it is looked at again.
      if (left <= 0) return { removed, next: one.revision - 1 }
      remove(one)
      removed += 1
      tooMany -= 1
    }
    return { removed, next: looked.length < chunk ? null : (looked.at(-1)?.revision ?? null) }
  }
}

function prepare(client: Database) {
  return {
    resolved: client.query<{ count: number }, []>(
      `select total(count) as count from alert_counts where status = 'resolved'`,
    ),
    some: client.query<Candidate, [{ from: number }]>(`
      select id, revision, status, severity, resolved_by as resolvedBy,
        exists (select 1 from deliveries indexed by deliveries_alert
          where alert_id = one.id and state = 'pending') as isBeingTold,
        exists (select 1 from alerts indexed by alerts_previous
          where previous_alert_id = one.id and status <> 'resolved') as isFollowed
      from alerts as one indexed by alerts_revision where revision > $from order by revision limit ${chunk}`),
    lines: client.query<{ id: number; eventId: number | null }, [number, number]>(
      'select id, event_id as eventId from timeline where alert_id = ? order by id limit ?',
    ),
    removeLine: client.query<unknown, [number]>('delete from timeline where id = ?'),
    /** Its events stay, but there is nothing to look at any more. */
    letGo: client.query<unknown, [{ eventId: number; alertId: number }]>(
      'update events set alert_id = null where id = $eventId and alert_id = $alertId',
    ),
    removeDeliveries: client.query<unknown, [number, number]>(`
      delete from deliveries where id in (
        select id from deliveries indexed by deliveries_alert where alert_id = ? limit ?)`),
    noteDeliveries: client.query<unknown, [number]>(
      'update retention set removed_deliveries = removed_deliveries + ?',
    ),
    keyOf: client.query<{ integrationId: number; dedupKey: string; memory: string }, [number]>(
      'select integration_id as integrationId, dedup_key as dedupKey, memory from dedup_keys where alert_id = ?',
    ),
    remember: client.query<unknown, [{ integrationId: number; dedupKey: string; memory: string }]>(`
      update dedup_keys set alert_id = null, memory = $memory
      where integration_id = $integrationId and dedup_key = $dedupKey`),
    removeHash: client.query<unknown, [number]>('delete from alert_word_hashes where alert_id = ?'),
    removeWords: client.query<unknown, [number]>('delete from alert_words where rowid = ?'),
    count: client.query<unknown, [Severity]>(
      `update alert_counts set count = count - 1 where status = 'resolved' and severity = ?`,
    ),
    remove: client.query<unknown, [number]>('delete from alerts where id = ?'),
  }
}
