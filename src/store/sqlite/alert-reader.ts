import type { Snooze } from '../../core/alert.ts'
import type { KeptAlert } from '../store.ts'
import { keptAlertOf } from './alert-row.ts'
import { columnsIn } from './columns.ts'
import { alerts } from './schema.ts'

type Row = typeof alerts.$inferSelect

/** A row as SQL gives it, without the ORM: JSON is text, and true is 1. */
export type RawAlert = Omit<Row, 'userSnooze' | 'sentrySnooze' | 'regressed'> & {
  userSnooze: string | null
  sentrySnooze: string | null
  regressed: number
}

/** What to select for a `RawAlert`. */
export const alertColumns = columnsIn(alerts)

export function keptAlertIn(row: RawAlert): KeptAlert {
  return keptAlertOf({
    ...row,
    userSnooze: snoozeIn(row.userSnooze),
    sentrySnooze: snoozeIn(row.sentrySnooze),
    regressed: row.regressed === 1,
  })
}

/** What of an alert a search looks at. */
export type Searched = Pick<
  Row,
  'title' | 'description' | 'projectSlug' | 'projectName' | 'dedupKey'
>

export function textOf({
  title,
  description,
  projectSlug,
  projectName,
  dedupKey,
}: Searched): string {
  return [title, description, projectSlug, projectName, dedupKey].join('\n')
}

function snoozeIn(text: string | null): Snooze | null {
  return text === null ? null : (JSON.parse(text) as Snooze)
}
