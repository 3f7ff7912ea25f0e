import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { SilenceView } from '../../contract/silences.ts'
import type { SilenceState } from '../../core/silence.ts'
import { hold } from '../alerts/held.ts'
import { askLast, calls } from '../api.ts'
import { now } from '../clock.ts'
import { integrationName } from '../integrations.ts'
import { onNews } from '../live/live.ts'
import { query, say } from '../navigation.ts'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { useEvery } from '../parts/every.ts'
import { Fault } from '../parts/fault.tsx'
import { Link } from '../parts/link.tsx'
import { usePages } from '../parts/pages.ts'
import { useStable } from '../parts/stable.ts'
import { More, Table } from '../parts/table.tsx'
import { Time } from '../parts/time.tsx'
import { Wait } from '../parts/wait.tsx'
import { may, whenSomebodyElse } from '../session.ts'
import { absoluteTime, lengthOfTime, shortTime } from '../time.ts'
import { toast, toastFault } from '../toasts.tsx'
import { SilenceDialog } from './silence-dialog.tsx'
import { sourcesAsked } from './silence-place.ts'
import { silencedInWords, sorted, stateNow } from './silence-words.ts'

/** ms: of silences nobody is told, so they are asked for. */
const refreshEvery = 10_000

/** So many of those that are over are shown at first, and more each time. */
const pastAtOnce = 20

/** Ids of those whose end can still be taken back. */
const ending = signal<ReadonlySet<string>>(new Set())

/** Those that were ended here, as they are since. */
const ended = signal<ReadonlyMap<string, SilenceView>>(new Map())
whenSomebodyElse(() => {
  ended.value = new Map()
})

const inWords = ({ match }: Pick<SilenceView, 'match'>) =>
  silencedInWords(match, { integration: integrationName })

/** Of what nobody is told for a time. */
export function Silences() {
  const pages = usePages('silences', (cursor) =>
    calls.listSilences({ limit: 1000, ...(cursor !== undefined && { cursor }) }),
  )
  const { rows } = pages
  const refresh = useStable(pages.refresh)
  useEvery(refreshEvery, () => void refresh())
  useEffect(
    () =>
      onNews((name) => {
        if (name === 'reload') void refresh()
      }),
    [],
  )
  const [isMaking, setMaking] = useState(false)
  const search = query.value.toString()
  const asked = useMemo(() => sourcesAsked(query.value), [search])
  const isEmpty = rows?.length === 0 && pages.isComplete
  const make = may('operator') && (
    <Button look="main" icon="hush" onClick={() => setMaking(true)}>
      Silence something
    </Button>
  )

  function close(): void {
    setMaking(false)
    if (asked !== null) say({ project: null, integration: null }, { replace: true })
  }

  async function made(silence: SilenceView): Promise<void> {
    close()
    const until = shortTime(Date.parse(silence.endsAt), now.value)
    toast(`Silenced until ${until}: ${inWords(silence)}.`, { undo: () => takeBack(silence) })
    await pages.refresh()
  }

  return (
    <>
      <div class="buttons">
        <p class="lead">
          For a time nobody is told of the alerts that match. What would have been told is{' '}
          <Link to="/notifications/deliveries?state=quiet">in the ledger, as quiet</Link>.
        </p>
        <span class="apart" />
        {rows !== undefined && !isEmpty && make}
      </div>
      <Fault text={pages.fault} />
      {rows === undefined ? (
        pages.fault === null && <Wait lines={3} />
      ) : isEmpty ? (
        <None>{make}</None>
      ) : (
        <Known silences={rows} older={pages.isComplete ? null : pages.more} />
      )}
      {may('operator') && (isMaking || asked !== null) && (
        <SilenceDialog
          key={search}
          sources={asked ?? { integrationIds: [], projects: [] }}
          onClose={close}
          onMade={(silence) => void made(silence)}
        />
      )}
    </>
  )
}

function None({ children }: { children: ComponentChildren }) {
  return (
    <Empty icon="hush" title="Nothing is silenced">
      <p>
        A silence keeps people from being told of every alert that matches: of a project while it is
        deployed, or with a part of a title while its cause is known. Alerts that are yet to open
        are in it, too, however bad they get, until it ends.
      </p>
      <p>
        To have quiet about one alert, snooze it: it leaves the list, and people are told again when
        it gets worse. What is silenced stays in the list.
      </p>
      <p>
        What would have been told stays in the ledger as quiet, with the reason. That an alert is
        resolved is still told to those who were told that it opened.
      </p>
      {may('operator') ? children : <p>Making one takes the role operator.</p>}
    </Empty>
  )
}

interface KnownProps {
  silences: readonly SilenceView[]
  /** Asks for older ones; null: there are none. */
  older: (() => Promise<void>) | null
}

function Known({ silences, older }: KnownProps) {
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

/** Ends one, unless that is taken back in time: what people are told meanwhile nobody could take back. */
function end(silence: SilenceView): void {
  const { id } = silence
  const isWaiting = stateNow(silence, now.value) === 'waiting'
  const what = `the silence of ${inWords(silence)}`
  ending.value = new Set([...ending.value, id])
  hold({
    ids: [],
    word: null,
    text: isWaiting ? `Calling off ${what}` : `Ending ${what}`,
    failed: () => `Not ended: ${what}.`,
    onBack: () => stays(id),
    commit: (isLast) => endNow(silence, isLast),
    again: () => end(silence),
  })
}

async function takeBack(silence: SilenceView): Promise<void> {
  try {
    await endNow(silence, false)
    toast(`Undone: ${inWords(silence)} is not silenced any more.`)
  } catch (error) {
    toastFault(error)
  }
}

/** @param isLast the page is being closed */
async function endNow({ id }: SilenceView, isLast: boolean): Promise<void> {
  const asked = isLast ? askLast('endSilence', { id }) : calls.endSilence({ id })
  ended.value = new Map([...ended.value, [id, (await asked) as SilenceView]])
  stays(id)
}

/** Nothing is about to happen to one any more. */
function stays(id: string): void {
  ending.value = new Set([...ending.value].filter((each) => each !== id))
}
