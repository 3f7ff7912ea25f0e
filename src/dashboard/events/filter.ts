import { eventStates, outcomes, type EventState, type Outcome } from '../../core/event.ts'

/** Which events are shown. */
export interface EventFilter {
  state: EventState | null
  outcome: Outcome | null
  integrationId: string | null
  resource: string | null
}

/** What an address says; words in it that mean nothing are left out. */
export function filterIn(query: URLSearchParams): EventFilter {
  const state = query.get('state')
  const outcome = query.get('outcome')
  return {
    state: eventStates.find((each) => each === state) ?? null,
    outcome: outcomes.find((each) => each === outcome) ?? null,
    integrationId: query.get('integration') || null,
    resource: query.get('resource') || null,
  }
}

export function isNarrow(filter: EventFilter): boolean {
  return Object.values(filter).some((value) => value !== null)
}

/** What to ask the API for. */
export function askedFor({ state, outcome, integrationId, resource }: EventFilter) {
  return {
    ...(state !== null && { state }),
    ...(outcome !== null && { outcome }),
    ...(integrationId !== null && { integrationId }),
    ...(resource !== null && { resource }),
  }
}
