import type { Database } from 'bun:sqlite'
import type { Alert, AlertStatus, NewAlert } from '../../core/alert.ts'
import type { Decision, Known } from '../../core/decision.ts'
import { nothingKnown, type Memory } from '../../core/memory.ts'
import { alertIn, prepareDrainAlerts, rowOf } from './drain-alert-statements.ts'
import { idOf } from './ids.ts'

/** What is known of one dedup key in the course of a batch. */
interface Entry {
  integrationId: number
  dedupKey: string
  known: Known
  /** What the database has: the newest alert of the key, and its status. */
  stored: { alertId: string | null; status: AlertStatus | null }
  /** Not written yet. */
  unwritten: { alert: boolean; memory: boolean }
}

/**
 * The alerts that a batch speaks of. Each is read once and written once, however many events of it the batch has; only a new one is
 * written at once, because its id is needed.
 */
export interface DrainAlerts {
  known(integrationId: number, dedupKey: string): Known
  /** Takes over what was decided about this key. @returns the id of its newest alert */
  change(
    integrationId: number,
    dedupKey: string,
    decision: Pick<Decision, 'change' | 'memory'>,
  ): string | null
  /** Writes what is not written yet, and forgets everything. */
  write(): void
  /** Forgets everything, because it was rolled back. */
  forget(): void
}

export function createDrainAlerts(client: Database): DrainAlerts {
  const statements = prepareDrainAlerts(client)
  const entries = new Map<string, Entry>()

  function entryOf(integrationId: number, dedupKey: string): Entry {
    const name = `${integrationId} ${dedupKey}`
    let entry = entries.get(name)
    if (entry === undefined) {
      const known = knownOf(integrationId, dedupKey)
      const stored = { alertId: known.alert?.id ?? null, status: known.alert?.status ?? null }
      const unwritten = { alert: false, memory: false }
      entry = { integrationId, dedupKey, known, stored, unwritten }
      entries.set(name, entry)
    }
    return entry
  }

  function knownOf(integrationId: number, dedupKey: string): Known {
    const found = statements.memoryOf.get(integrationId, dedupKey)
    if (found === null) return { alert: null, memory: nothingKnown }
    const row = found.alertId === null ? null : statements.find.get(found.alertId)
    return {
      alert: row === null ? null : alertIn(row),
      memory: JSON.parse(found.memory) as Memory,
    }
  }

  function open(entry: Entry, alert: NewAlert): Alert {
    // The one before must be resolved in the database, too, before there is another.
    writeAlert(entry)
    entry.stored.status = alert.status
    const { integrationId } = entry
    const { lastInsertRowid } = statements.open.run({ integrationId, ...rowOf(alert) })
    return { ...alert, id: idOf(Number(lastInsertRowid)), integrationId: idOf(integrationId) }
  }

  function writeAlert(entry: Entry): void {
    const { alert } = entry.known
    if (!entry.unwritten.alert || alert === null) return
    const isTouch = alert.status === entry.stored.status
    const statement = isTouch ? statements.touch : statements.update
    statement.run({ id: Number(alert.id), ...rowOf(alert) })
    entry.stored.status = alert.status
    entry.unwritten.alert = false
  }

  function writeMemory({ integrationId, dedupKey, known, stored, unwritten }: Entry): void {
    if (!unwritten.memory) return
    const key = { integrationId, dedupKey, memory: JSON.stringify(known.memory) }
    const alertId = known.alert?.id ?? null
    if (alertId !== null && alertId === stored.alertId) statements.renew.run(key)
    else statements.remember.run({ ...key, alertId: alertId === null ? null : Number(alertId) })
    stored.alertId = alertId
    unwritten.memory = false
  }

  return {
    known: (integrationId, dedupKey) => entryOf(integrationId, dedupKey).known,

    change(integrationId, dedupKey, { change, memory }) {
      const entry = entryOf(integrationId, dedupKey)
      let { alert } = entry.known
      if (change?.kind === 'open') alert = open(entry, change.alert)
      if (change?.kind === 'update') alert = change.alert
      if (change?.kind === 'update') entry.unwritten.alert = true
      entry.known = { alert, memory }
      entry.unwritten.memory = true
      return alert?.id ?? null
    },

    write() {
      for (const entry of entries.values()) {
        writeAlert(entry)
        writeMemory(entry)
      }
      entries.clear()
    },

    forget: () => entries.clear(),
  }
}
