import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { Link } from '../parts/link.tsx'
import { isNarrow, type EventFilter } from './filter.ts'
import { clear } from './filters.tsx'

interface Props {
  filter: EventFilter
  /** Whether all of the ledger was looked through. */
  isComplete: boolean
}

/** What stands in place of an empty ledger. */
export function Nothing({ filter, isComplete }: Props) {
  if (!isComplete) {
    return (
      <Empty icon="search" title="None so far">
        <p>Among the newest events is none like that. There are older ones to look through.</p>
      </Empty>
    )
  }
  if (filter.state === 'dead' && !isNarrow({ ...filter, state: null })) {
    return (
      <Empty icon="check" title="Nothing is dead">
        <p>
          An event that cannot be processed is tried again, and kept here when that fails, too.
          There is none.
        </p>
        <Button onClick={clear}>Show all events</Button>
      </Empty>
    )
  }
  if (isNarrow(filter)) {
    return (
      <Empty icon="search" title="No event is like that">
        <p>Nothing that arrived fits all of what is chosen above.</p>
        <Button onClick={clear}>Show all events</Button>
      </Empty>
    )
  }
  return (
    <Empty icon="list" title="Nothing has arrived yet">
      <p>
        Each webhook that Navish accepts becomes an event here, with what was sent and what became
        of it. As soon as Sentry sends something, you see it.
      </p>
      <Link class="button main" to="/integrations">
        Go to the integrations
      </Link>
    </Empty>
  )
}
