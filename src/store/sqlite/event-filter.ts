import { outcomes, type EventState, type Outcome } from '../../core/event.ts'
import type { EventFilter } from '../store.ts'
import { oneOf, type Condition } from './conditions.ts'
import { rowOf } from './ids.ts'

/** What is asked of events. */
export interface EventsWanted {
  integration: number | undefined
  resource: string | undefined
  /** What has become of them: an outcome, or that they wait for one. Undefined: anything. */
  became: readonly (Outcome | 'pending')[] | undefined
}

const becameOf: Record<EventState, EventsWanted['became']> = {
  pending: ['pending'],
  dead: ['dead'],
  done: outcomes.filter((outcome) => outcome !== 'dead'),
}

export function eventsWanted(filter: EventFilter): EventsWanted {
  const { state, outcome, integrationId, resource } = filter
  const ofState = state === undefined ? undefined : becameOf[state]
  const ofOutcome = (ofState ?? outcomes).filter((each) => each === outcome)
  return {
    integration: integrationId === undefined ? undefined : rowOf(integrationId, 'integration'),
    resource,
    became: outcome === undefined ? ofState : ofOutcome,
  }
}

/** What is asked of a row of `events`. */
export function conditionsOfEvents({ integration, resource, became }: EventsWanted): Condition[] {
  const conditions: Condition[] = []
  if (integration !== undefined) conditions.push(oneOf('integration_id', [integration]))
  if (resource !== undefined) conditions.push(oneOf('resource', [resource]))
  if (became !== undefined) conditions.push(oneOf(`coalesce(outcome, 'pending')`, became))
  return conditions
}
