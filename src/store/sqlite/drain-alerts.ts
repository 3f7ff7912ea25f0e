import type { Database } from 'bun:sqlite'
import type { Decision, Known } from '../../core/decision.ts'
import { nothingKnown, type Memory } from '../../core/memory.ts'
import { changeOf, type Cause } from '../../core/telling.ts'
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
  /** Why the alert changed since it was written: of several causes the last one of which people are told; null: it did not. */
  cause: Cause | null
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
    decision: Pick<Decision, 'change' | 'memory' | 'reason'>,
    times: Times,
  ): string | null
  /** Writes what is not written yet, and forgets everything. */
  write(): void
  /** Forgets everything, because it was rolled back. */
  forget(): void
}

/** Unix ms. */
export interface Times {
  receivedAt: number
  now: number
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
        cause: null,
      }
      entries.set(name, entry)
    }
    return entry
  }

  function writeAlert(entry: Entry): void {
    const { known, stored, unwritten, cause } = entry
    if (!unwritten.alert || known.alert === null || stored.alert === null || cause === null) return
    stored.alert = writer.update(stored.alert, known.alert, cause)
    unwritten.alert = false
    entry.cause = null
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
  function take(entry: Entry, change: NonNullable<Decision['change']>, cause: Cause): number {
    const before = entry.known.alert
    const counted = before?.eventCount ?? 0
    if (change.kind === 'update') {
      const isTold = changeOf(before, change.alert, cause.by, cause.now) !== null
      if (isTold || entry.cause === null) entry.cause = cause
      entry.known = { ...entry.known, alert: change.alert }
      entry.unwritten.alert = true
      return change.alert.eventCount - counted
    }
    // The one before must be resolved in the database, too, before there is another.
    writeAlert(entry)
    entry.stored.alert = writer.open(entry.integrationId, change.alert, cause)
    entry.known = { ...entry.known, alert: entry.stored.alert.alert }
    return change.alert.eventCount
  }

  return {
    known: (integrationId, dedupKey) => entryOf(integrationId, dedupKey).known,

    change(integrationId, dedupKey, { change, memory, reason }, { receivedAt, now }) {
      const entry = entryOf(integrationId, dedupKey)
      const cause = { by: 'sentry' as const, reason, now }
      const events = change === null ? 0 : take(entry, change, cause)
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
