import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { SilenceView } from '../../contract/silences.ts'
import { calls } from '../api.ts'
import { now } from '../clock.ts'
import { onNews } from '../live/live.ts'
import { query, say } from '../navigation.ts'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { useEvery } from '../parts/every.ts'
import { Fault } from '../parts/fault.tsx'
import { Link } from '../parts/link.tsx'
import { usePages } from '../parts/pages.ts'
import { useStable } from '../parts/stable.ts'
import { Wait } from '../parts/wait.tsx'
import { may } from '../session.ts'
import { shortTime } from '../time.ts'
import { toast } from '../toasts.tsx'
import { SilenceDialog } from './silence-dialog.tsx'
import { inWords, takeBack } from './silence-ends.ts'
import { sourcesAsked } from './silence-place.ts'
import { Known } from './silence-table.tsx'

/** ms: of silences nobody is told, so they are asked for. */
const refreshEvery = 10_000

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
