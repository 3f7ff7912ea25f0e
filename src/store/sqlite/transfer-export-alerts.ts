import type { Database } from 'bun:sqlite'
import type { TimelineEntry } from '../../core/alert.ts'
import { shifted, type Memory } from '../../core/memory.ts'
import type { AlertPart, AlertRecord, TimelineRecord } from '../transfer.ts'
import { alertIn, readColumns, type Read } from './alert-statements.ts'
import { idOf, idOrNull } from './ids.ts'

/** How many alerts, and entries of one timeline, are read at once. */
const pageSize = 200
const entriesAtOnce = 500

type Entry = Omit<TimelineEntry, 'eventId'> & { id: number; eventId: number | null }

/** Alerts with their timelines, for an export, and what is remembered of their keys. To be called in a transaction. */
export function createAlertExport(client: Database) {
  const next = client.query<Read, [number, number]>(
    `select ${readColumns} from alerts where id > ? order by id limit ?`,
  )
  const openedAt = client.query<{ at: number }, [number]>(
    'select opened_at as at from alerts where id = ?',
  )
  const nextEntries = client.query<Entry, [number, number, number]>(`
    select id, at, kind, by, text, event_id as eventId from timeline
    where alert_id = ? and id > ? order by id limit ?`)
  const nextKeys = client.query<
    { integrationId: number; dedupKey: string; memory: string },
    [number, string, number]
  >(`
    select integration_id as integrationId, dedup_key as dedupKey, memory from dedup_keys
    where (integration_id, dedup_key) > (?, ?) order by integration_id, dedup_key limit ?`)

  // Everything that is remembered comes from events up to here.
  const drained = client.query<{ eventId: number }, []>(
    'select event_id as eventId from drain_position',
  )

  function recordOf(row: Read): AlertRecord {
    const { previousAlertId, ...alert } = alertIn(row)
    const previous = previousAlertId === null ? null : openedAt.get(Number(previousAlertId))
    return { record: 'alert', ...alert, previousOpenedAt: previous?.at ?? null }
  }

  function* timelineOf(alert: number): Generator<TimelineRecord> {
    let from = 0
    let after = 0
    for (;;) {
      const rows = nextEntries.all(alert, after, entriesAtOnce)
      if (rows.length === 0) return
      const entries = rows.map(({ at, kind, by, text, eventId }) => ({
        at,
        kind,
        by,
        text,
        eventId: idOrNull(eventId),
      }))
      yield { record: 'timeline', alertId: idOf(alert), from, entries }
      from += rows.length
      after = rows.at(-1)?.id ?? after
    }
  }

  return {
    *alerts(): Generator<AlertPart[]> {
      let after = 0
      for (;;) {
        const rows = next.all(after, pageSize)
        if (rows.length === 0) return
        let page: AlertPart[] = []
        for (const row of rows) {
          page.push(recordOf(row))
          for (const part of timelineOf(row.id)) {
            page.push(part)
            // A long one fills pages of its own.
            if (part.entries.length < entriesAtOnce) continue
            yield page
            page = []
          }
        }
        if (page.length > 0) yield page
        after = rows.at(-1)?.id ?? after
      }
    },

    *keys(): Generator<AlertPart[]> {
      const newest = drained.get()?.eventId ?? 0
      let last = { integrationId: 0, dedupKey: '' }
      for (;;) {
        const rows = nextKeys.all(last.integrationId, last.dedupKey, pageSize)
        const found = rows.at(-1)
        if (found === undefined) return
        yield rows.map(({ integrationId, dedupKey, memory }) => ({
          record: 'key',
          integrationId: idOf(integrationId),
          dedupKey,
          memory: shifted(JSON.parse(memory) as Memory, -newest),
        }))
        last = found
      }
    },
  }
}
