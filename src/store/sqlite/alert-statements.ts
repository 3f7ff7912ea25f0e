import type { Database, Statement } from 'bun:sqlite'
import { getTableColumns } from 'drizzle-orm'
import type { Alert, NewAlert, Snooze } from '../../core/alert.ts'
import { inSql } from './columns.ts'
import { alertOf, columnsOf, type RowRevisions } from './alert-row.ts'
import { alerts } from './schema.ts'

type Columns = ReturnType<typeof columnsOf>

/** A row as it is written, without the ORM: JSON is text, and true is 1. */
type Written = Omit<Columns, 'userSnooze' | 'sentrySnooze' | 'regressed'> & {
  userSnooze: string | null
  sentrySnooze: string | null
  regressed: number
}

/** A row as it is read, without the ORM. */
export type Read = Omit<Written, 'revision' | 'snoozedUntil'> & {
  id: number
  integrationId: number
}

/** An alert as the database has it. */
export interface StoredAlert {
  alert: Alert
  stateRevision: number
}

const names = Object.keys(getTableColumns(alerts))
const given = names.filter((name) => name !== 'id' && name !== 'integrationId')
const read = names.filter((name) => name !== 'revision' && name !== 'snoozedUntil')
/** What to select for a `Read`. */
export const readColumns = read.map((name) => `${inSql(name)} as ${name}`).join(', ')

/** What each event of an alert changes. */
const usual = 'title description url eventCount lastEventAt regressed revision stateRevision'
/** What is written only when it changed: SQLite writes an index again when one of its columns is named at all. */
const parts = [
  'status acknowledgedAt resolvedAt resolvedBy',
  'severity',
  'projectSlug projectName',
  'assignee',
  'userSnooze sentrySnooze snoozedUntil',
]

/** Reading and writing alerts, prepared once. */
export function prepareAlerts(client: Database) {
  const find = client.query<Read, [number]>(`select ${readColumns} from alerts where id = ?`)
  const open = client.query<unknown, [Written & { integrationId: number }]>(`
    insert into alerts (integration_id, ${given.map(inSql).join(', ')})
    values ($integrationId, ${given.map((name) => `$${name}`).join(', ')})`)
  const updates = new Map<number, Statement<unknown, [Written & { id: number }]>>()

  function updateOf(changed: number) {
    const known = updates.get(changed)
    if (known !== undefined) return known
    const named = [usual, ...parts.filter((_, bit) => (changed & (1 << bit)) !== 0)].join(' ')
    const assignments = named.split(' ').map((name) => `${inSql(name)} = $${name}`)
    const statement = client.query<unknown, [Written & { id: number }]>(
      `update alerts set ${assignments.join(', ')} where id = $id`,
    )
    updates.set(changed, statement)
    return statement
  }

  return {
    find(id: number): StoredAlert | null {
      const row = find.get(id)
      return row === null ? null : { alert: alertIn(row), stateRevision: row.stateRevision }
    },
    /** @returns its id */
    open(integrationId: number, alert: NewAlert, revision: number): number {
      const row = written(alert, { revision, stateRevision: revision })
      return Number(open.run({ integrationId, ...row }).lastInsertRowid)
    },
    /** Writes an alert over what the database has of it. */
    update(before: Alert, alert: Alert, revisions: RowRevisions): void {
      const row = written(alert, revisions)
      updateOf(changedParts(before, alert)).run({ id: Number(alert.id), ...row })
    },
  }
}

/** One bit for each of `parts`. */
function changedParts(a: Alert, b: Alert): number {
  const differs = [
    a.status !== b.status ||
      a.acknowledgedAt !== b.acknowledgedAt ||
      a.resolvedAt !== b.resolvedAt ||
      a.resolvedBy !== b.resolvedBy,
    a.severity !== b.severity,
    a.project?.slug !== b.project?.slug || a.project?.name !== b.project?.name,
    a.assignee !== b.assignee,
    !isSameSnooze(a.userSnooze, b.userSnooze) || !isSameSnooze(a.sentrySnooze, b.sentrySnooze),
  ]
  return differs.reduce((bits, differ, bit) => (differ ? bits | (1 << bit) : bits), 0)
}

/** Whether what people decide about is as before: status, severity, assignee and snoozes. */
export function isSameState(a: Alert, b: Alert): boolean {
  return (
    a.status === b.status &&
    a.severity === b.severity &&
    a.assignee === b.assignee &&
    isSameSnooze(a.userSnooze, b.userSnooze) &&
    isSameSnooze(a.sentrySnooze, b.sentrySnooze)
  )
}

function isSameSnooze(a: Snooze | null, b: Snooze | null): boolean {
  if (a === null || b === null) return a === b
  return (
    a.until === b.until &&
    a.by === b.by &&
    a.reason === b.reason &&
    a.untilWorseThan === b.untilWorseThan
  )
}

export function alertIn(row: Read): Alert {
  return alertOf({
    ...row,
    userSnooze: snoozeIn(row.userSnooze),
    sentrySnooze: snoozeIn(row.sentrySnooze),
    regressed: row.regressed === 1,
  })
}

function written(alert: NewAlert, revisions: RowRevisions): Written {
  const columns = columnsOf(alert, revisions)
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
