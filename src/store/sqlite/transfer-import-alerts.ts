import type { Alert } from '../../core/alert.ts'
import type { Known } from '../../core/decision.ts'
import { endByMemory, endOfArriving } from '../../core/takeover.ts'
import type { Cause } from '../../core/telling.ts'
import { merged, nothingKnown, type Memory } from '../../core/memory.ts'
import { AppError } from '../../errors.ts'
import type {
  AlertPart,
  AlertRecord,
  AlertsImported,
  KeyRecord,
  TimelineRecord,
  TransferStore,
} from '../transfer.ts'
import { createAlertWriter } from './alert-writer.ts'
import type { Orm } from './database.ts'
import { prepareDedupKeys } from './drain-statements.ts'
import { idOf } from './ids.ts'
import { toldNobody } from './telling.ts'
import { inRepeatableTransaction } from './transaction.ts'
import { createKnownAlerts, type Identity } from './transfer-known.ts'

/** What an import did to an alert is no entry of the alert's own story. */
const noted = 'imported'

/** Puts in alerts that were told elsewhere. Nothing is prepared before somebody asks: a server never does. */
export function createAlertImport(db: Orm): Pick<TransferStore, 'importAlerts'> {
  return {
    importAlerts(integrations, { rehearse }) {
      const places = createPlaces(db)
      const { known } = places
      /** The alert that was spoken of last: its timeline may go on. */
      let current: { said: string; row: number | null } | null = null
      let counts = none()

      function rowIn(id: string): number {
        const found = integrations.get(id)
        if (found !== undefined) return Number(found)
        throw new AppError(
          'invalid_request',
          `Something refers to the integration ${JSON.stringify(id)}, which is not there.`,
        )
      }

      function put(record: AlertRecord): void {
        const integrationId = rowIn(record.integrationId)
        const found = known.take({ ...record, integrationId })
        counts[found === undefined ? 'created' : 'skipped'] += 1
        let row = found ?? null
        if (row === null && !rehearse) {
          const opened = places.open(record, integrationId)
          if (opened.isEnded) counts.ended += 1
          row = opened.row
        }
        current = { said: record.id, row }
      }

      function take(part: AlertPart): void {
        if (part.record === 'alert') return put(part)
        if (rehearse) return
        if (part.record === 'key') {
          if (places.remember(rowIn(part.integrationId), part)) counts.ended += 1
          return
        }
        if (current?.said === part.alertId && current.row !== null) places.tell(current.row, part)
      }

      return {
        async take(parts) {
          counts = none()
          if (rehearse) {
            parts.forEach(take)
            return counts
          }
          return inRepeatableTransaction(db, () => {
            places.begin()
            parts.forEach(take)
            places.write()
            return counts
          })
        },
      }
    },
  }
}

const none = (): AlertsImported => ({ created: 0, skipped: 0, ended: 0 })

/** What an import writes. */
function createPlaces(db: Orm) {
  const { $client: client } = db
  const writer = createAlertWriter(client, toldNobody)
  const known = createKnownAlerts(client)
  const keys = prepareDedupKeys(client)
  const statements = prepare(client)

  /** What is known of a key here, what the file says of it included. */
  function knownOf(integrationId: number, dedupKey: string): Known {
    const found = keys.memoryOf.get(integrationId, dedupKey)
    if (found === null) return { alert: null, memory: nothingKnown }
    const stored = found.alertId === null ? null : writer.find(found.alertId)
    return { alert: stored?.alert ?? null, memory: JSON.parse(found.memory) as Memory }
  }

  function previousOf(identity: Identity, openedAt: number | null, newest: Alert | null) {
    if (openedAt === null) return null
    if (newest?.openedAt === openedAt) return newest.id
    const found = known.find({ ...identity, openedAt })
    return found === undefined ? null : idOf(found)
  }

  function note({ id, lastEventAt }: Alert, text: string): void {
    statements.say.run({ alertId: Number(id), at: lastEventAt, kind: noted, by: 'navish', text })
  }

  return {
    known,
    begin: () => writer.forget(),
    write: () => writer.write(),

    open(record: AlertRecord, integrationId: number): { row: number; isEnded: boolean } {
      const { record: _, id: __, integrationId: ___, previousOpenedAt, ...fields } = record
      const identity = { integrationId, dedupKey: fields.dedupKey, openedAt: fields.openedAt }
      const here = knownOf(integrationId, fields.dedupKey)
      const end = endOfArriving(fields, here)
      // The drain goes on from the newest of a key, and only that may be unresolved.
      const { alert: newest } = here
      const isOpen = fields.status !== 'resolved' && end === null
      const isNewer = newest?.status === 'resolved' && newest.openedAt <= fields.openedAt
      const isLeading = newest === null || isNewer || isOpen
      const given = { ...fields, previousAlertId: previousOf(identity, previousOpenedAt, newest) }
      const opened = end === null ? given : { ...given, ...end.state }
      const { alert } = writer.open(integrationId, opened, unheard)
      // When each of its events came is not known: they count for the day of the last.
      writer.noteEvents(alert, alert.eventCount, alert.lastEventAt)
      const row = Number(alert.id)
      known.add(identity, row)
      if (isLeading) statements.lead.run({ ...identity, alertId: row, memory: nothing })
      if (end !== null) note(alert, end.why)
      return { row, isEnded: end !== null }
    },

    /** What was cut off by a crash goes on where it ended; what has more or less than that is another story. */
    tell(alertId: number, { from, entries }: TimelineRecord): void {
      if ((statements.told.get(alertId)?.count ?? 0) !== from) return
      for (const { at, kind, by, text } of entries) {
        statements.say.run({ alertId, at, kind, by, text })
      }
    },

    /** @returns whether its alert is over by what Sentry had said to the other of the two */
    remember(integrationId: number, { dedupKey, memory }: KeyRecord): boolean {
      const before = keys.memoryOf.get(integrationId, dedupKey)
      const both = before === null ? memory : merged(JSON.parse(before.memory) as Memory, memory)
      const text = JSON.stringify(both)
      if (before?.memory === text) return false
      const alertId = before?.alertId ?? null
      keys.remember.run({ integrationId, dedupKey, alertId, memory: text })
      const stored = alertId === null ? null : writer.find(alertId)
      // What fired last, and what ended last, may be known from two places now.
      const end = stored === null ? null : endByMemory(stored.alert, both)
      if (stored === null || end === null) return false
      writer.update(stored, { ...stored.alert, ...end.state }, unheard)
      note(stored.alert, end.why)
      return true
    },
  }
}

const nothing = JSON.stringify(nothingKnown)

/** Nobody hears of it, so it needs no reason. */
const unheard: Cause = { by: 'sentry', reason: '', now: 0 }

function prepare(client: Orm['$client']) {
  return {
    lead: client.query<
      unknown,
      [{ integrationId: number; dedupKey: string; alertId: number; memory: string }]
    >(`
      insert into dedup_keys (integration_id, dedup_key, alert_id, memory)
      values ($integrationId, $dedupKey, $alertId, $memory)
      on conflict (integration_id, dedup_key) do update set alert_id = excluded.alert_id`),
    // Retention may have removed the alert since its first entries were told.
    say: client.query<
      unknown,
      [{ alertId: number; at: number; kind: string; by: string; text: string }]
    >(`
      insert into timeline (alert_id, at, kind, by, text)
      select id, $at, $kind, $by, $text from alerts where id = $alertId`),
    told: client.query<{ count: number }, [number]>(
      `select count(*) as count from timeline where alert_id = ? and kind <> '${noted}'`,
    ),
  }
}
