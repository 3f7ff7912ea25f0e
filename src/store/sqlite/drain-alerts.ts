import type { Database } from 'bun:sqlite'
import type { Decision, Known } from '../../core/decision.ts'
import { nothingKnown, type Memory } from '../../core/memory.ts'
import type { StoredAlert } from './alert-statements.ts'
import { createAlertWriter } from './alert-writer.ts'
import { prepareDedupKeys } from './drain-statements.ts'

/** What is known of one dedup key in the course of a batch. */
interface Entry {
  integrationId: number
  dedupKey: string
  known: Known
  /** What the database has: the newest alert of the key, and whether its row of the key names it. */
  stored: { alert: StoredAlert | null; alertId: string | null }
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
    receivedAt: number,
  ): string | null
  /** Writes what is not written yet, and forgets everything. */
  write(): void
  /** Forgets everything, because it was rolled back. */
  forget(): void
}

export function createDrainAlerts(client: Database): DrainAlerts {
  const dedupKeys = prepareDedupKeys(client)
  const writer = createAlertWriter(client)
  const entries = new Map<string, Entry>()

  function entryOf(integrationId: number, dedupKey: string): Entry {
    const name = `${integrationId} ${dedupKey}`
    let entry = entries.get(name)
    if (entry === undefined) {
      const found = dedupKeys.memoryOf.get(integrationId, dedupKey)
      const alertId = found?.alertId ?? null
      const alert = alertId === null ? null : writer.find(alertId)
      const memory = found === null ? nothingKnown : (JSON.parse(found.memory) as Memory)
      entry = {
        integrationId,
        dedupKey,
        known: { alert: alert?.alert ?? null, memory },
        stored: { alert, alertId: alert?.alert.id ?? null },
        unwritten: { alert: false, memory: false },
      }
      entries.set(name, entry)
    }
    return entry
  }

  function writeAlert({ known, stored, unwritten }: Entry): void {
    if (!unwritten.alert || known.alert === null || stored.alert === null) return
    stored.alert = writer.update(stored.alert, known.alert)
    unwritten.alert = false
  }

  function writeMemory({ integrationId, dedupKey, known, stored, unwritten }: Entry): void {
    if (!unwritten.memory) return
    const key = { integrationId, dedupKey, memory: JSON.stringify(known.memory) }
    const alertId = known.alert?.id ?? null
    if (alertId !== null && alertId === stored.alertId) dedupKeys.renew.run(key)
    else dedupKeys.remember.run({ ...key, alertId: alertId === null ? null : Number(alertId) })
    stored.alertId = alertId
    unwritten.memory = false
  }

  /** Takes over what became of the alert. @returns how many events it took up */
  function take(entry: Entry, change: NonNullable<Decision['change']>): number {
    const counted = entry.known.alert?.eventCount ?? 0
    if (change.kind === 'update') {
      entry.known = { ...entry.known, alert: change.alert }
      entry.unwritten.alert = true
      return change.alert.eventCount - counted
    }
    // The one before must be resolved in the database, too, before there is another.
    writeAlert(entry)
    entry.stored.alert = writer.open(entry.integrationId, change.alert)
    entry.known = { ...entry.known, alert: entry.stored.alert.alert }
    return change.alert.eventCount
  }

  return {
    known: (integrationId, dedupKey) => entryOf(integrationId, dedupKey).known,

    change(integrationId, dedupKey, { change, memory }, receivedAt) {
      const entry = entryOf(integrationId, dedupKey)
      const events = change === null ? 0 : take(entry, change)
      const { alert } = entry.known
      if (alert !== null && events > 0) writer.noteEvents(alert, events, receivedAt)
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
      writer.write()
    },

    forget() {
      entries.clear()
      writer.forget()
    },
  }
}
