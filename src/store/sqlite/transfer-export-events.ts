import type { Database } from 'bun:sqlite'
import type { OutboxEvent } from '../../core/event.ts'
import type { EventRecord } from '../transfer.ts'
import { idOf, idOrNull } from './ids.ts'
import type { Segments } from './segments.ts'

/** So many bytes of payloads make a page. */
const pageBytes = 1024 * 1024

type Became = Pick<EventRecord, 'state' | 'outcome' | 'reason'> & { alertId: number | null }

/** What is received but not taken up yet stands only in the log. */
const waits: Became = { state: 'pending', outcome: null, reason: null, alertId: null }

/** What arrived, as far as its payload is kept, and what became of it, for an export. To be called in a transaction. */
export function createEventExport(client: Database, segments: Segments) {
  const became = client.query<Became, [number]>(
    'select state, outcome, reason, alert_id as alertId from events where id = ?',
  )

  function recordOf(event: OutboxEvent): EventRecord {
    const { integrationId, receivedAt, resource, action, headers, payload, arrival } = event
    const { state, outcome, reason, alertId } = became.get(arrival) ?? waits
    return {
      record: 'event',
      id: idOf(arrival),
      integrationId,
      receivedAt,
      resource,
      action,
      headers,
      state,
      outcome,
      reason,
      alertId: idOrNull(alertId),
      payload,
    }
  }

  return {
    *pages(): Generator<EventRecord[]> {
      let page: EventRecord[] = []
      let size = 0
      for (const event of segments.after(0)) {
        // What the disk has changed cannot be read any more.
        if (!('payload' in event)) continue
        page.push(recordOf(event))
        size += event.payload.length
        if (size < pageBytes) continue
        yield page
        page = []
        size = 0
      }
      if (page.length > 0) yield page
    },
  }
}
