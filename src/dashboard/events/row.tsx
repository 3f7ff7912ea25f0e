import type { EventView } from '../../contract/events.ts'
import { integrationName } from '../integrations.ts'
import { Button } from '../parts/button.tsx'
import { Link } from '../parts/link.tsx'
import { memo } from '../parts/memo.ts'
import { Time } from '../parts/time.tsx'
import { OutcomeTag, wordsFor } from './outcome.tsx'

interface Props {
  event: EventView
  mayReplay: boolean
  onReplay: (id: string) => Promise<void>
}

/** One event in the ledger. */
export const EventRow = memo(function EventRow({ event, mayReplay, onReplay }: Props) {
  const { id, receivedAt, resource, action, integrationId, alertId, state, attempts } = event
  const isDead = state === 'dead'
  return (
    <tr class={isDead ? 'dead' : ''}>
      <td class="when">
        <Time at={receivedAt} />
      </td>
      <td>
        <OutcomeTag event={event} />
      </td>
      <td class="name">
        <Link to={`/events/${id}`}>
          {resource}
          {action !== null && ` · ${action}`}
        </Link>
      </td>
      <td class="from">{integrationName(integrationId)}</td>
      <td class={isDead ? 'why bad' : 'why'}>
        <span class="clamp">{event.reason ?? wordsFor(event).says}</span>
        {isDead && attempts > 1 && <span class="more">{attempts} attempts</span>}
      </td>
      <td class="to">
        {alertId !== null && <Link to={`/alerts/${alertId}`}>alert {alertId}</Link>}
        {isDead && mayReplay && (
          <Button icon="again" onClick={() => onReplay(id)}>
            Replay
          </Button>
        )}
      </td>
    </tr>
  )
})
