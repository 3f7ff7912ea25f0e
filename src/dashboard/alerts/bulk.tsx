import type { AlertView } from '../../contract/alerts.ts'
import { now } from '../clock.ts'
import { Button } from '../parts/button.tsx'
import { may } from '../session.ts'
import type { Deciding } from './deciding.tsx'
import { isSnoozed } from './filter.ts'

interface Props {
  chosen: readonly AlertView[]
  deciding: Deciding
  onClear: () => void
}

/** What can be done to all that are selected. */
export function Bulk({ chosen, deciding, onClear }: Props) {
  if (chosen.length === 0) return null
  const isTaken = chosen.every(({ status }) => status === 'acknowledged')
  const areSnoozed = chosen.every((alert) => isSnoozed(alert, now.value))
  return (
    <div class="bulk" role="toolbar" aria-label="What to do with the selected alerts">
      <strong>{chosen.length.toLocaleString('en')} selected</strong>
      {may('operator') && (
        <>
          <Button icon="check" onClick={() => void deciding.acknowledge(chosen)}>
            {isTaken ? 'Unacknowledge' : 'Acknowledge'}
          </Button>
          <Button icon="snooze" onClick={() => void deciding.snooze(chosen)}>
            {areSnoozed ? 'Wake' : 'Snooze'}
          </Button>
          <Button icon="person" onClick={() => deciding.assign(chosen)}>
            Assign
          </Button>
          <Button
            icon="check"
            onClick={() => {
              deciding.resolve(chosen)
              onClear()
            }}
          >
            Resolve
          </Button>
        </>
      )}
      <Button look="quiet" icon="cross" onClick={onClear} aria-label="Clear the selection" />
    </div>
  )
}
