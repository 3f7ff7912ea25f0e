import type { OutboxEvent, Outcome } from '../../core/event.ts'
import type { DrainStatements, Retry } from './drain-statements.ts'
import { idOf, idOrNull } from './ids.ts'

/** What became of an event, as far as one alert is concerned. */
export interface Result {
  outcome: Outcome
  reason: string
  alertId: string | null
}

/** An event with what was tried before. */
export interface Taken {
  event: OutboxEvent
  before: Pick<Retry, 'attempts' | 'processedAt'>
}

/** Outcomes that stand for an event only when nothing else came of it. */
export const passive = new Set<string>(['ignored', 'late', 'replayed'])

/**
 * What is stored of a replay key: 128 bits of its SHA-256. Each key is on a page of its own, in no order: the shorter it is, the
 * fewer pages are written.
 */
export function shortened(replayKey: string): string {
  return Bun.SHA256.hash(replayKey, 'base64url').slice(0, 22)
}

/** Tells of an event that it has had its effect: when a person replays it, or when its sender made the same delivery before. */
export function createReplays(statements: DrainStatements) {
  /** An event that a person replays, but that changed an alert when it was first processed. */
  function tookEffect({ event, before }: Taken): Result | null {
    if (before.processedAt === null) return null
    const told = statements.toldOf.all(event.arrival)
    const effect = told.find(({ kind }) => !passive.has(kind))
    if (effect === undefined) return null
    return {
      outcome: 'replayed',
      reason: `It took effect before (${effect.kind} alert ${effect.alertId}): processing it again has no second effect.`,
      alertId: idOf(effect.alertId),
    }
  }

  function replayed({ event }: Taken): Result | null {
    const { replayKey, arrival } = event
    if (replayKey === null) return null
    const integrationId = Number(event.integrationId)
    const first = statements.seenAs.get({ integrationId, key: shortened(replayKey) })
    if (first === null || first.eventId === arrival) return null
    return {
      outcome: 'replayed',
      reason: `The same delivery as event ${first.eventId}, made again: it has no second effect.`,
      alertId: idOrNull(statements.alertOf.get(first.eventId)?.alertId ?? null),
    }
  }

  return (taken: Taken): Result | null => tookEffect(taken) ?? replayed(taken)
}
