import { useRef } from 'preact/hooks'
import { eventStates, outcomes, type EventState } from '../../core/event.ts'
import { integrations } from '../integrations.ts'
import { say } from '../navigation.ts'
import { Button } from '../parts/button.tsx'
import { Choice } from '../parts/choice.tsx'
import { isNarrow, type EventFilter } from './filter.ts'

const states: Record<EventState, string> = { pending: 'waiting', done: 'done', dead: 'dead' }

/** The resources that senders name most; others that were seen are added. */
const common = ['issue', 'event_alert', 'metric_alert', 'activity_alert', 'error', 'comment']

export function clear(): void {
  say({ state: null, outcome: null, integration: null, resource: null })
}

/** What narrows the ledger. All of it stands in the address. */
export function Filters({ filter, seen }: { filter: EventFilter; seen: readonly string[] }) {
  const chosen = filter.resource === null ? [] : [filter.resource]
  // What was seen once stays on offer while a filter hides it.
  const known = useRef<ReadonlySet<string>>(new Set(common))
  known.current = new Set([...known.current, ...seen, ...chosen])
  return (
    <div class="narrow ledger-filter" role="group" aria-label="Filter">
      <Choice
        label="State"
        value={filter.state}
        options={eventStates.map((each) => [each, states[each]])}
        onValue={(state) => say({ state })}
      />
      <Choice
        label="Outcome"
        value={filter.outcome}
        options={outcomes.map((each) => [each, each])}
        onValue={(outcome) => say({ outcome })}
      />
      <Choice
        label="Integration"
        value={filter.integrationId}
        options={namedIntegrations(filter.integrationId)}
        onValue={(integration) => say({ integration })}
      />
      <Choice
        label="Resource"
        value={filter.resource}
        options={[...known.current].toSorted().map((each) => [each, each])}
        onValue={(resource) => say({ resource })}
      />
      {isNarrow(filter) && (
        <Button look="quiet" icon="cross" onClick={clear}>
          Clear
        </Button>
      )}
    </div>
  )
}

/** With the chosen one, which may have been deleted. */
function namedIntegrations(chosen: string | null): [string, string][] {
  const known = integrations.value.map(({ id, name }): [string, string] => [id, name])
  const isKnown = chosen === null || known.some(([id]) => id === chosen)
  return isKnown ? known : [...known, [chosen, `integration ${chosen}`]]
}
