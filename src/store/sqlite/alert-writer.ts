import type { Database } from 'bun:sqlite'
import type { Alert, NewAlert } from '../../core/alert.ts'
import { isSameState, prepareAlerts, type StoredAlert } from './alert-statements.ts'
import type { Cause } from '../../core/telling.ts'
import { createFigures } from './figures.ts'
import { idOf } from './ids.ts'
import { createRevisions } from './revisions.ts'
import { createTelling, type Telling } from './telling.ts'

/**
 * Writes alerts, and everything that must keep up with them: each write has the next revision, the figures follow, and what people
 * are to be told is written down. The last revision and the figures are in memory until `write`, which must be called in the same transaction.
 */
export interface AlertWriter {
  find(row: number): StoredAlert | null
  open(integrationId: number, alert: NewAlert, cause: Cause): StoredAlert
  /** Writes an alert over what the database has of it. */
  update(before: StoredAlert, alert: Alert, cause: Cause): StoredAlert
  /** An alert took up so many events that were received at this time. */
  noteEvents(alert: Alert, events: number, receivedAt: number): void
  write(): void
  /** Forgets what is not written, because it was rolled back. */
  forget(): void
}

/** @param telling writes down what people are to be told; `toldNobody` for what they know */
export function createAlertWriter(
  client: Database,
  telling: Telling = createTelling(client),
): AlertWriter {
  const statements = prepareAlerts(client)
  const figures = createFigures(client)
  const revisions = createRevisions(client)
  /** The last one that was given out and not written yet. */
  let last: number | null = null

  function nextRevision(): number {
    last = (last ?? revisions.current()) + 1
    return last
  }

  return {
    find: (row) => statements.find(row),

    open(integrationId, opened, cause) {
      const revision = nextRevision()
      const id = idOf(statements.open(integrationId, opened, revision))
      const alert = { ...opened, id, integrationId: idOf(integrationId) }
      figures.note(null, alert)
      telling.note(null, alert, cause)
      return { alert, stateRevision: revision }
    },

    update(before, alert, cause) {
      const revision = nextRevision()
      const stateRevision = isSameState(before.alert, alert) ? before.stateRevision : revision
      statements.update(before.alert, alert, { revision, stateRevision })
      figures.note(before.alert, alert)
      telling.note(before.alert, alert, cause)
      return { alert, stateRevision }
    },

    noteEvents: (alert, events, receivedAt) => figures.noteEvents(alert, events, receivedAt),

    write() {
      figures.write()
      telling.forget()
      if (last !== null) revisions.moveTo(last)
      last = null
    },

    forget() {
      figures.forget()
      telling.forget()
      last = null
    },
  }
}
