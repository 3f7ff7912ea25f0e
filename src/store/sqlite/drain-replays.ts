import type { Outcome } from '../../core/event.ts'
import type { prepareDrain } from './drain-statements.ts'
import type { events } from './schema.ts'

/** What became of an event, as far as one alert is concerned. */
export interface Result {
  outcome: Outcome
  reason: string
  alertId: number | null
}

export type EventRow = typeof events.$inferSelect

/** Outcomes that stand for an event only when nothing else came of it. */
export const passive = new Set<string>(['ignored', 'late', 'replayed'])

/** Tells of an event that it has had its effect: when a person replays it, or when its sender made the same delivery before. */
export function createReplays(statements: ReturnType<typeof prepareDrain>) {
  /** An event that a person replays, but that changed an alert when it was first processed. */
  function tookEffect(row: EventRow): Result | null {
    if (row.processedAt === null) return null
    const before = statements.toldOf.all({ eventId: row.id })
    const effect = before.find(({ kind }) => !passive.has(kind))
    if (effect === undefined) return null
    return {
      outcome: 'replayed',
      reason: `It took effect before (${effect.kind} alert ${effect.alertId}): processing it again has no second effect.`,
      alertId: effect.alertId,
    }
  }

  function replayed(row: EventRow): Result | null {
    const { integrationId, replayKey: key, id: eventId } = row
    if (key === null) return null
    statements.firstWithKey.run({ integrationId, key, eventId })
    const first = statements.seenAs.get({ integrationId, key })
    if (first === undefined || first.eventId === eventId) return null
    return {
      outcome: 'replayed',
      reason: `The same delivery as event ${first.eventId}, made again: it has no second effect.`,
      alertId: first.alertId,
    }
  }

  return (row: EventRow): Result | null => tookEffect(row) ?? replayed(row)
}
