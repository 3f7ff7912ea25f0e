import { areIntegrationsKnown, integrations } from '../integrations.ts'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { Link } from '../parts/link.tsx'
import { eventCounts } from '../summary.ts'
import { isNarrow, type AlertFilter } from './filter.ts'
import { clear } from './filters.tsx'

/** What stands in place of an empty list: whether that is good, and what to do. */
export function Nothing({ filter }: { filter: AlertFilter }) {
  if (isNarrow(filter)) {
    return (
      <Empty icon="search" title="No alert is like that">
        <p>The search finds beginnings of words in titles, descriptions, projects and keys.</p>
        <Button onClick={clear}>Show all</Button>
      </Empty>
    )
  }
  switch (filter.view) {
    case 'snoozed':
      return (
        <Empty icon="snooze" title="Nothing is snoozed">
          <p>
            An alert that can wait is put off with <kbd>s</kbd>: for some hours, or until it is
            worse. What is archived in Sentry comes here, too.
          </p>
        </Empty>
      )
    case 'resolved':
      return (
        <Empty icon="check" title="Nothing was resolved yet">
          <p>Alerts come here when Sentry says that they are resolved, or somebody here does.</p>
        </Empty>
      )
    case 'open':
    case 'all':
      return <AllQuiet />
  }
}

function AllQuiet() {
  const first = integrations.value.at(-1)
  const hasArrived = eventCounts.value?.lastReceivedAt ?? null
  if (hasArrived !== null) {
    return (
      <Empty icon="check" title="All quiet">
        <p>
          Nothing is open. What Sentry reports appears here within a second; there is no need to
          reload.
        </p>
      </Empty>
    )
  }
  return (
    <Empty icon="plug" title="Nothing has arrived from Sentry yet">
      <p>
        Sentry must know the address to which it sends. Connecting it takes a minute, and says what
        is missing.
      </p>
      {areIntegrationsKnown.value && (
        <Link
          class="button main"
          to={first === undefined ? '/integrations/new' : `/integrations/${first.id}`}
        >
          Connect Sentry
        </Link>
      )}
    </Empty>
  )
}
