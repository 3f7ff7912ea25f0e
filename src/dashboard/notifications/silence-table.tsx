import { useState } from 'preact/hooks'
import type { SilenceView } from '../../contract/silences.ts'
import type { SilenceState } from '../../core/silence.ts'
import { now } from '../clock.ts'
import { Button } from '../parts/button.tsx'
import { More, Table } from '../parts/table.tsx'
import { Time } from '../parts/time.tsx'
import { may } from '../session.ts'
import { absoluteTime, lengthOfTime, shortTime } from '../time.ts'
import { end, ended, ending, inWords } from './silence-ends.ts'
import { sorted } from './silence-words.ts'

/** So many of those that are over are shown at first, and more each time. */
const pastAtOnce = 20

interface KnownProps {
  silences: readonly SilenceView[]
  /** Asks for older ones; null: there are none. */
  older: (() => Promise<void>) | null
}

/** Active, coming and past ones. */
export function Known({ silences, older }: KnownProps) {
  const [most, setMost] = useState(pastAtOnce)
  const { active, waiting, over } = sorted(
    silences.map((each) => ended.value.get(each.id) ?? each),
    now.value,
  )

  async function more(): Promise<void> {
    setMost(most + pastAtOnce)
    if (over.length <= most + pastAtOnce) await older?.()
  }

  return (
    <>
      <Group state="active" silences={active} none="Nothing is silenced now." />
      {waiting.length > 0 && <Group state="waiting" silences={waiting} />}
      {over.length > 0 && <Group state="over" silences={over.slice(0, most)} />}
      <More pages={{ isComplete: over.length <= most && older === null, more }} />
    </>
  )
}

const titles: Record<SilenceState, string> = { active: 'Active', waiting: 'Coming', over: 'Past' }

interface GroupProps {
  state: SilenceState
  silences: readonly SilenceView[]
  none?: string
}

function Group({ state, silences, none }: GroupProps) {
  const title = titles[state]
  const hasActions = may('operator') && state !== 'over'
  return (
    <section class="part silences" aria-labelledby={`silences-${state}`}>
      <h2 id={`silences-${state}`}>{title}</h2>
      {silences.length === 0 ? (
        <p class="quiet">{none}</p>
      ) : (
        <Table
          label={`${title} silences`}
          head={['Silenced', 'Why', 'From', 'Until', ...(hasActions ? [''] : [])]}
        >
          {silences.map((silence) => (
            <Row key={silence.id} silence={silence} state={state} hasActions={hasActions} />
          ))}
        </Table>
      )}
    </section>
  )
}

interface RowProps {
  silence: SilenceView
  state: SilenceState
  hasActions: boolean
}

function Row({ silence, state, hasActions }: RowProps) {
  const { id, startsAt, endsAt, reason, by } = silence
  const what = inWords(silence)
  const does = state === 'waiting' ? 'Call off' : 'End'
  return (
    <tr>
      <td class="name">
        <strong>{what}</strong>
      </td>
      <td class="why">
        {reason}
        <span class="more">by {by}</span>
      </td>
      <td class="when" data-label="From">
        <Time at={startsAt} />
      </td>
      <td class="when" data-label="Until">
        {state === 'over' ? <Time at={endsAt} /> : <End silence={silence} state={state} />}
      </td>
      {hasActions && (
        <td class="acts">
          {ending.value.has(id) ? (
            <em>Ending …</em>
          ) : (
            <Button aria-label={`${does}: ${what}`} onClick={() => end(silence)}>
              {does}
            </Button>
          )}
        </td>
      )}
    </tr>
  )
}

/** Until when one lasts, and how long that is: what is left of it, or all of it. */
function End({ silence, state }: { silence: SilenceView; state: SilenceState }) {
  const [from, until] = [Date.parse(silence.startsAt), Date.parse(silence.endsAt)]
  return (
    <>
      <time dateTime={silence.endsAt} title={absoluteTime(until)}>
        {shortTime(until, now.value)}
      </time>
      <span class="more">
        {state === 'active'
          ? `${lengthOfTime(until - now.value)} left`
          : `for ${lengthOfTime(until - from)}`}
      </span>
    </>
  )
}
