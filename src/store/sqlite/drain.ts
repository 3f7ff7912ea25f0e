import type { OutboxEvent } from '../../core/event.ts'
import type { DrainBatch, DrainReport, Store } from '../store.ts'
import type { Orm } from './database.ts'
import { createDrainAlerts } from './drain-alerts.ts'
import { createDrainEvent } from './drain-event.ts'
import type { Taken } from './drain-replays.ts'
import { prepareDrain, type Retry } from './drain-statements.ts'
import { createEventFigures } from './event-figures.ts'
import { idOf } from './ids.ts'
import { prepareOutbox } from './outbox.ts'
import type { Segments, Unreadable } from './segments.ts'
import { inRepeatableTransaction, inSavepoint, isStorageError } from './transaction.ts'

/** `outbox → alerts`, one transaction a batch: a crash rolls it back and the events are pending as before. */
export function createDrain(db: Orm, segments: Segments): Pick<Store, 'drain'> {
  const statements = prepareDrain(db.$client)
  const { positionOf } = prepareOutbox(db.$client)
  const alerts = createDrainAlerts(db.$client)
  const figures = createEventFigures(db.$client)
  const { process, fail } = createDrainEvent(statements, alerts, figures)

  /** Writes what is only in memory yet. */
  function write(): void {
    alerts.write()
    figures.write()
  }

  /** Forgets what is only in memory: what was rolled back is not known any more. */
  function forget(): void {
    alerts.forget()
    figures.forget()
  }

  /** Until when a retry is due: when even the first waits for longer than anything is put off, the clock went back since. */
  function dueUntil({ now, longestWait }: DrainBatch): number {
    const next = statements.nextRun.get()?.at ?? now
    return next > now + longestWait ? next : now
  }

  /** What is due: half of a batch for what is tried again, the rest for what is fresh. */
  function* taken(batch: DrainBatch, position: number): Generator<Taken | Unreadable> {
    const limit = Math.ceil(batch.limit / 2)
    const retries = statements.due.all({ now: dueUntil(batch), limit })
    for (const retry of retries) yield { event: eventOf(retry), before: retry }
    let left = batch.limit - retries.length
    for (const event of segments.after(position)) {
      if (left === 0) return
      left -= 1
      yield 'last' in event ? event : { event, before: neverTried }
    }
  }

  function eventOf(retry: Retry): OutboxEvent {
    const event = segments.find(retry.id)
    if (event !== undefined) return event
    const { id: arrival, integrationId, receivedAt, resource, action } = retry
    // It will fail with these empty bytes, and say so.
    const payload = new Uint8Array()
    const known = { integrationId: idOf(integrationId), receivedAt, resource, action }
    return { ...known, headers: {}, payload, replayKey: null, arrival }
  }

  function takeUp(batch: DrainBatch, each: (taken: Taken, report: DrainReport) => void) {
    const report: DrainReport = { ...nothing, processed: [], failed: [], unreadable: [] }
    const before = positionOf()
    let position = before
    for (const one of taken(batch, position)) {
      if ('last' in one) {
        report.unreadable.push({ first: idOf(one.first), last: idOf(one.last) })
        position = one.last
        continue
      }
      each(one, report)
      if (one.event.arrival > position) position = one.event.arrival
      if (batch.isEnough()) break
    }
    write()
    if (position > before) statements.moveTo.run(position)
    report.nextRunAt = nextRunAt(position)
    report.more = report.nextRunAt !== null && report.nextRunAt <= batch.now
    return report
  }

  function nextRunAt(position: number): number | null {
    return segments.newest() > position ? 0 : (statements.nextRun.get()?.at ?? null)
  }

  /** The usual way. Throws when an event fails. */
  function together(batch: DrainBatch): DrainReport {
    try {
      return takeUp(batch, (one, report) => report.processed.push(process(one, batch)))
    } catch (error) {
      throw isStorageError(error) || !db.$client.inTransaction ? error : new EventFailed()
    }
  }

  /** Slower, each event in a savepoint of its own: what fails undoes only itself. */
  function apart(batch: DrainBatch): DrainReport {
    return takeUp(batch, (one, report) => {
      try {
        const processed = inSavepoint(db, () => {
          const result = process(one, batch)
          write()
          return result
        })
        report.processed.push(processed)
      } catch (error) {
        forget()
        if (isStorageError(error) || !db.$client.inTransaction) throw error
        report.failed.push(fail(one, error, batch))
        // Before the next one, which may be rolled back.
        write()
      }
    })
  }

  async function inBatch(work: () => DrainReport): Promise<DrainReport> {
    try {
      return await inRepeatableTransaction(db, work)
    } finally {
      forget()
    }
  }

  return {
    async drain(batch) {
      const next = nextRunAt(positionOf())
      if (next === null || next > dueUntil(batch)) {
        return { ...nothing, nextRunAt: next }
      }
      try {
        return await inBatch(() => together(batch))
      } catch (error) {
        if (!(error instanceof EventFailed)) throw error
      }
      return inBatch(() => apart(batch))
    },
  }
}

/** An event failed in a batch; it is thrown through the transaction, so that nothing of the batch stays. */
class EventFailed extends Error {}

const nothing: DrainReport = {
  processed: [],
  failed: [],
  unreadable: [],
  more: false,
  nextRunAt: null,
}

const neverTried = { attempts: 0, processedAt: null }
