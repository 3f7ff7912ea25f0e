import type { Database } from 'bun:sqlite'
import { getTableColumns } from 'drizzle-orm'
import type { Alert, NewAlert, Snooze } from '../../core/alert.ts'
import { alertOf, columnsOf } from './alert-row.ts'
import { alerts } from './schema.ts'

type Columns = ReturnType<typeof columnsOf>

/** A row as SQLite gives it, without the ORM: JSON is text, and true is 1. */
type StoredAlert = Omit<Columns, 'userSnooze' | 'sentrySnooze' | 'regressed'> & {
  userSnooze: string | null
  sentrySnooze: string | null
  regressed: number
}

const names = Object.keys(getTableColumns(alerts))
const given = names.filter((name) => name !== 'id' && name !== 'integrationId')
const fixed = new Set(['dedupKey', 'kind', 'openedAt', 'previousAlertId'])
const changing = given.filter((name) => !fixed.has(name))
const touching = changing.filter((name) => name !== 'status')
const inSql = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const assigned = (name: string) => `${inSql(name)} = $${name}`

/** Reading and writing the alerts of a batch, prepared once. */
export function prepareDrainAlerts(client: Database) {
  return {
    memoryOf: client.query<{ memory: string; alertId: number | null }, [number, string]>(
      'select memory, alert_id as alertId from dedup_keys where integration_id = ? and dedup_key = ?',
    ),
    find: client.query<StoredAlert & { id: number; integrationId: number }, [number]>(`
      select ${names.map((name) => `${inSql(name)} as ${name}`).join(', ')} from alerts where id = ?`),
    open: client.query<unknown, [StoredAlert & { integrationId: number }]>(`
      insert into alerts (integration_id, ${given.map(inSql).join(', ')})
      values ($integrationId, ${given.map((name) => `$${name}`).join(', ')})`),
    update: client.query<unknown, [StoredAlert & { id: number }]>(`
      update alerts set ${changing.map(assigned).join(', ')} where id = $id`),
    /** For an alert whose status stays: SQLite writes an index again when one of its columns is only named. */
    touch: client.query<unknown, [StoredAlert & { id: number }]>(`
      update alerts set ${touching.map(assigned).join(', ')} where id = $id`),
    remember: client.query<
      unknown,
      [{ integrationId: number; dedupKey: string; alertId: number | null; memory: string }]
    >(`
      insert into dedup_keys (integration_id, dedup_key, alert_id, memory)
      values ($integrationId, $dedupKey, $alertId, $memory)
      on conflict (integration_id, dedup_key) do update set alert_id = excluded.alert_id, memory = excluded.memory`),
    /** For a key whose newest alert stays, for the same reason. */
    renew: client.query<unknown, [{ integrationId: number; dedupKey: string; memory: string }]>(`
      update dedup_keys set memory = $memory where integration_id = $integrationId and dedup_key = $dedupKey`),
  }
}

export function alertIn(row: StoredAlert & { id: number; integrationId: number }): Alert {
  return alertOf({
    ...row,
    userSnooze: snoozeIn(row.userSnooze),
    sentrySnooze: snoozeIn(row.sentrySnooze),
    regressed: row.regressed === 1,
  })
}

export function rowOf(alert: NewAlert): StoredAlert {
  const columns = columnsOf(alert)
  return {
    ...columns,
    userSnooze: columns.userSnooze === null ? null : JSON.stringify(columns.userSnooze),
    sentrySnooze: columns.sentrySnooze === null ? null : JSON.stringify(columns.sentrySnooze),
    regressed: columns.regressed ? 1 : 0,
  }
}

function snoozeIn(text: string | null): Snooze | null {
  return text === null ? null : (JSON.parse(text) as Snooze)
}
