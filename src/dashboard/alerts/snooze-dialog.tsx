import { useState } from 'preact/hooks'
import type { AlertView } from '../../contract/alerts.ts'
import { now } from '../clock.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Button } from '../parts/button.tsx'
import { localMinute, shortTime } from '../time.ts'
import { snooze, type Until } from './actions.ts'

interface Props {
  alerts: readonly AlertView[]
  onClose: () => void
}

const hour = 3_600

/** Until when to keep quiet about some alerts. */
export function SnoozeDialog({ alerts, onClose }: Props) {
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')

  async function choose(chosen: Until): Promise<void> {
    onClose()
    await snooze(alerts, { until: chosen, reason })
  }

  const choices: [words: string, until: Until][] = [
    ['For 1 hour', { forSeconds: hour }],
    ['For 4 hours', { forSeconds: 4 * hour }],
    ['For 24 hours', { forSeconds: 24 * hour }],
    ...mornings(now.value).map(({ words, at }): [string, Until] => [
      `${words} (${shortTime(at, now.value)})`,
      { until: new Date(at).toISOString() },
    ]),
    ['Until it is worse, or Sentry says that it escalates', { untilWorse: true }],
  ]

  return (
    <Dialog
      title={alerts.length === 1 ? 'Snooze' : `Snooze ${alerts.length} alerts`}
      onClose={onClose}
    >
      <p>It leaves the list until then, stays open, and goes on counting.</p>
      <Field
        label="Why (optional)"
        maxLength={1000}
        placeholder="deploy at noon"
        value={reason}
        onValue={setReason}
      />
      <div class="choices">
        {choices.map(([words, chosen], index) => (
          <Button key={words} autofocus={index === 0} onClick={() => void choose(chosen)}>
            {words}
          </Button>
        ))}
      </div>
      <form
        class="form inline"
        onSubmit={(event) => {
          event.preventDefault()
          void choose({ until: new Date(until).toISOString() })
        }}
      >
        <Field
          label="Or until"
          type="datetime-local"
          required
          min={localMinute(now.value)}
          value={until}
          onValue={setUntil}
        />
        <Button type="submit">Snooze</Button>
      </form>
    </Dialog>
  )
}

/** Tomorrow and Monday at nine, by the clock of whoever looks. */
function mornings(at: number): { words: string; at: number }[] {
  const nine = (days: number) => {
    const date = new Date(at)
    date.setDate(date.getDate() + days)
    return date.setHours(9, 0, 0, 0)
  }
  const toMonday = (8 - new Date(at).getDay()) % 7 || 7
  const found = [{ words: 'Until tomorrow', at: nine(1) }]
  return toMonday === 1 ? found : [...found, { words: 'Until Monday', at: nine(toMonday) }]
}
