import type { Outcome } from '../../core/event.ts'
import type { Signal } from '../../core/signal.ts'
import { cleanText } from '../../core/text.ts'
import { messageOf } from '../../errors.ts'
import type { DrainBatch, DrainReport } from '../store.ts'
import type { DrainAlerts } from './drain-alerts.ts'
import { createReplays, passive, shortened, type Result, type Taken } from './drain-replays.ts'
import type { Became, DrainStatements } from './drain-statements.ts'
import type { EventFigures } from './event-figures.ts'
import { idOf } from './ids.ts'

type Processed = DrainReport['processed'][number]
type Failed = DrainReport['failed'][number]

/** Takes one event through its decision, and writes what became of it. */
export interface DrainEvent {
  process(taken: Taken, batch: DrainBatch): Processed
  /** Puts it off to a later attempt, or away for good. */
  fail(taken: Taken, error: unknown, batch: DrainBatch): Failed
}

export function createDrainEvent(
  statements: DrainStatements,
  alerts: DrainAlerts,
  figures: EventFigures,
): DrainEvent {
  const effectBefore = createReplays(statements)

  function resultsOf(taken: Taken, batch: DrainBatch): Result[] {
    const replay = effectBefore(taken)
    if (replay !== null) return [replay]
    const reading = batch.interpret(taken.event)
    if ('ignored' in reading) {
      return [{ outcome: 'ignored', reason: reading.ignored, alertId: null }]
    }
    return reading.signals.map((signal) => take(signal, taken, batch))
  }

  function take(signal: Signal, { event }: Taken, { decide, now }: DrainBatch): Result {
    const integrationId = Number(event.integrationId)
    const { dedupKey } = signal
    const decision = decide(alerts.known(integrationId, dedupKey), signal, event.receivedAt)
    const { outcome, reason } = decision
    const times = { receivedAt: event.receivedAt, now }
    const alertId = alerts.change(integrationId, dedupKey, decision, times)
    return { outcome, reason, alertId }
  }

  function put({ event, before }: Taken, became: Became): void {
    const { arrival: id, receivedAt, resource, action } = event
    const integrationId = Number(event.integrationId)
    const facts = { id, integrationId, receivedAt, resource, action }
    statements.put.run({ ...facts, attempts: before.attempts + 1, ...became })
    const isFirst = before.processedAt === null && became.processedAt !== null
    figures.note(facts, became.outcome ?? 'pending', isFirst)
  }

  /** Writes each result on its alert's timeline. */
  function tell(results: Result[], { event }: Taken): void {
    for (const { alertId, outcome, reason } of results) {
      if (alertId === null) continue
      statements.tell.run({
        alertId: Number(alertId),
        at: event.receivedAt,
        kind: outcome,
        text: reason,
        eventId: event.arrival,
      })
    }
  }

  return {
    process(taken, batch) {
      const results = resultsOf(taken, batch)
      const { outcome, alertId } = standingFor(results)
      const { arrival: eventId, integrationId, replayKey } = taken.event
      put(taken, {
        state: 'done',
        outcome,
        reason: cleanText(results.map(({ reason }) => reason).join(' '), 4000),
        runAt: 0,
        alertId: alertId === null ? null : Number(alertId),
        processedAt: batch.now,
      })
      // After the event itself, which both refer to.
      if (replayKey !== null) {
        const key = shortened(replayKey)
        statements.firstWithKey.run({ integrationId: Number(integrationId), key, eventId })
      }
      tell(results, taken)
      return { eventId: idOf(eventId), outcome, alertId }
    },

    fail(taken, error, batch) {
      const { event, before } = taken
      const attempt = before.attempts + 1
      const wait = batch.backoff(attempt)
      const why = cleanText(messageOf(error), 500)
      if (wait === null) {
        const reason = `Given up after ${attempt} attempts: ${why}`
        put(taken, { ...unsettled, state: 'dead', outcome: 'dead', reason, processedAt: batch.now })
      } else {
        const reason = `Attempt ${attempt} failed, it will be tried again: ${why}`
        const { processedAt } = before
        const runAt = batch.now + wait
        put(taken, { ...unsettled, state: 'pending', reason, runAt, processedAt })
      }
      return { eventId: idOf(event.arrival), attempt, dead: wait === null, error }
    },
  }
}

const unsettled = { outcome: null as Outcome | null, alertId: null, runAt: 0 }

/** The one result that stands for the event. */
function standingFor(results: Result[]): Result {
  const first = results.find(({ outcome }) => !passive.has(outcome)) ?? results[0]
  if (first === undefined) throw new Error('a reading without signals')
  return first
}
