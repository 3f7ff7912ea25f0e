import { eq } from 'drizzle-orm'
import type { OutboxEvent } from '../../core/event.ts'
import { nothingKnown } from '../../core/memory.ts'
import type { Signal } from '../../core/signal.ts'
import { cleanText } from '../../core/text.ts'
import { messageOf } from '../../errors.ts'
import type { DrainBatch, DrainReport, Store } from '../store.ts'
import { alertOf, columnsOf } from './alert-row.ts'
import type { Orm } from './database.ts'
import { createReplays, passive, type EventRow, type Result } from './drain-replays.ts'
import { prepareDrain } from './drain-statements.ts'
import { idOf } from './ids.ts'
import { alerts } from './schema.ts'
import { inRepeatableTransaction, inSavepoint, isStorageError } from './transaction.ts'

/** `outbox → alerts`, one transaction a batch: a crash rolls it back and the events are pending as before. */
export function createDrain(db: Orm): Pick<Store, 'drain'> {
  const statements = prepareDrain(db)
  const effectBefore = createReplays(statements)

  function take(signal: Signal, row: EventRow, decide: DrainBatch['decide']): Result {
    const { integrationId } = row
    const { dedupKey } = signal
    const found = statements.knownOf.get({ integrationId, dedupKey })
    const known = {
      alert: found?.alert ? alertOf(found.alert) : null,
      memory: found?.memory ?? nothingKnown,
    }
    const { outcome, reason, change, memory } = decide(known, signal, row.receivedAt)
    let alertId = known.alert === null ? null : Number(known.alert.id)
    if (change?.kind === 'open') {
      alertId = db
        .insert(alerts)
        .values({ integrationId, ...columnsOf(change.alert) })
        .returning({ id: alerts.id })
        .get().id
    } else if (change?.kind === 'update') {
      const { id, integrationId: _, ...alert } = change.alert
      db.update(alerts)
        .set(columnsOf(alert))
        .where(eq(alerts.id, Number(id)))
        .run()
    }
    statements.remember.run({ integrationId, dedupKey, alertId, memory })
    return { outcome, reason, alertId }
  }

  function process(row: EventRow, batch: DrainBatch): Result {
    const replay = effectBefore(row)
    if (replay !== null) return told([replay], row)
    const reading = batch.interpret(outboxEventOf(row))
    if ('ignored' in reading) {
      return { outcome: 'ignored', reason: reading.ignored, alertId: null }
    }
    return told(
      reading.signals.map((signal) => take(signal, row, batch.decide)),
      row,
    )
  }

  /** Writes each result on its alert's timeline; gives the one that stands for the event. */
  function told(results: Result[], row: EventRow): Result {
    for (const { alertId, outcome, reason } of results) {
      if (alertId === null) continue
      statements.tell.run({
        alertId,
        at: row.receivedAt,
        kind: outcome,
        text: reason,
        eventId: row.id,
      })
    }
    const first = results.find(({ outcome }) => !passive.has(outcome)) ?? results[0]
    if (first === undefined) throw new Error('a reading without signals')
    const reasons = results.map(({ reason }) => reason).join(' ')
    return { ...first, reason: cleanText(reasons, 4000) }
  }

  function outboxEventOf(row: EventRow): OutboxEvent {
    const payload = statements.payloadOf.get({ id: row.id })?.body
    if (payload === undefined) throw new Error('its payload is gone')
    const { integrationId, receivedAt, resource, action, headers, replayKey } = row
    return {
      integrationId: idOf(integrationId),
      receivedAt,
      resource,
      action,
      headers,
      replayKey,
      payload,
      arrival: row.id,
    }
  }

  function fail(row: EventRow, error: unknown, batch: DrainBatch): DrainReport['failed'][number] {
    const attempt = row.attempts + 1
    const wait = batch.backoff(attempt)
    const why = cleanText(messageOf(error), 500)
    const { id } = row
    if (wait === null) {
      const reason = `Given up after ${attempt} attempts: ${why}`
      statements.finish.run({
        id,
        state: 'dead',
        outcome: 'dead',
        reason,
        attempts: attempt,
        alertId: null,
        now: batch.now,
      })
    } else {
      const reason = `Attempt ${attempt} failed, it will be tried again: ${why}`
      statements.postpone.run({ id, attempts: attempt, reason, runAt: batch.now + wait })
    }
    return { eventId: idOf(id), attempt, dead: wait === null, error }
  }

  function nextRunAt(): number | null {
    return statements.nextRun.get()?.at ?? null
  }

  return {
    async drain(batch) {
      const { now, limit, longestWait } = batch
      const next = nextRunAt()
      // When even the first one waits for longer than anything is put off, the clock went back since.
      const due = next !== null && next > now + longestWait ? next : now
      if (next === null || next > due) {
        return { processed: [], failed: [], more: false, nextRunAt: next }
      }
      return inRepeatableTransaction(db, () => {
        const rows = statements.due.all({ now: due, limit })
        const report: DrainReport = {
          processed: [],
          failed: [],
          more: rows.length === limit,
          nextRunAt: null,
        }
        for (const row of rows) {
          if (report.processed.length + report.failed.length > 0 && batch.isEnough()) {
            report.more = true
            break
          }
          try {
            const result = inSavepoint(db, () => {
              const { outcome, reason, alertId } = process(row, batch)
              statements.finish.run({
                id: row.id,
                state: 'done',
                outcome,
                reason,
                attempts: row.attempts + 1,
                alertId,
                now,
              })
              return { outcome, alertId: alertId === null ? null : idOf(alertId) }
            })
            report.processed.push({ eventId: idOf(row.id), ...result })
          } catch (error) {
            if (isStorageError(error) || !db.$client.inTransaction) throw error
            report.failed.push(fail(row, error, batch))
          }
        }
        report.nextRunAt = nextRunAt()
        return report
      })
    },
  }
}
