import type { AlertView } from '../../contract/alerts.ts'
import type { Deciding } from '../alerts/deciding.tsx'
import { isSnoozed } from '../alerts/filter.ts'
import { now } from '../clock.ts'
import { Button } from '../parts/button.tsx'
import { may } from '../session.ts'

/** What can be done about an alert. */
export function Decisions({ alert, deciding }: { alert: AlertView; deciding: Deciding }) {
  if (!may('operator') || alert.status === 'resolved') return null
  const isTaken = alert.status === 'acknowledged'
  const isQuiet = isSnoozed(alert, now.value)
  return (
    <div class="decisions buttons" role="group" aria-label="What to do">
      <Button
        look={isTaken ? 'plain' : 'main'}
        icon={isTaken ? 'hand' : 'check'}
        title="a"
        onClick={() => deciding.acknowledge([alert])}
      >
        {isTaken ? 'Unacknowledge' : 'Acknowledge'}
      </Button>
      <Button icon="snooze" title="s" onClick={() => deciding.snooze([alert])}>
        {isQuiet ? 'Wake' : 'Snooze'}
      </Button>
      <Button icon="person" title="e" onClick={() => deciding.assign([alert])}>
        Assign
      </Button>
      <Button icon="check" title="r" onClick={() => deciding.resolve([alert])}>
        Resolve
      </Button>
    </div>
  )
}
