import { useEffect } from 'preact/hooks'
import type { AlertDetailView, AlertView } from '../../contract/alerts.ts'
import { calls } from '../api.ts'
import { keysFor, useDeciding, type Deciding } from '../alerts/deciding.tsx'
import { lastList } from '../alerts/last-list.ts'
import { held } from '../alerts/held.ts'
import { Standing } from '../alerts/row.tsx'
import { now } from '../clock.ts'
import { useKeys } from '../frame/keys.tsx'
import { Page } from '../frame/page.tsx'
import { go, goBack, loseTop } from '../navigation.ts'
import { placeToSilence } from '../notifications/silence-place.ts'
import { useAnswer } from '../parts/answer.ts'
import { useEvery } from '../parts/every.ts'
import { Fault } from '../parts/fault.tsx'
import { Link, OutLink } from '../parts/link.tsx'
import { SeverityMark } from '../parts/severity.tsx'
import { Time } from '../parts/time.tsx'
import { Wait } from '../parts/wait.tsx'
import { Worded } from '../parts/worded.tsx'
import { may } from '../session.ts'
import { Decisions } from './decisions.tsx'
import { Earlier } from './earlier.tsx'
import { Facts } from './facts.tsx'
import { NoteForm } from './note-form.tsx'
import { Sent } from './sent.tsx'
import { Timeline } from './timeline.tsx'

/** ms: how often it is asked whether people were told, and for how long after something happened. */
const telling = { every: 3_000, within: 120_000 }

/** One alert: what it is, why Navish thinks so, and what to do. */
export function AlertPage({ id }: { id: string }) {
  const found = useAnswer(
    `alert ${id}`,
    () => calls.showAlert({ id }),
    (name, told) => name === 'alert' && (told as AlertView).id === id,
  )
  const alert = found.value
  // That people were told is written a moment later, and no news here.
  useEvery(telling.every, () => {
    const lastAt = Date.parse(alert?.timeline.at(-1)?.at ?? '')
    if (now.peek() - lastAt < telling.within) void found.again()
  })
  const deciding = useDeciding(alert?.assignee ? [alert.assignee] : [])
  useKeys({
    ...keysFor(deciding, () => (alert === undefined ? [] : [alert])),
    Escape: () => goBack(lastList.place),
    j: () => step(1),
    k: () => step(-1),
  })
  useEffect(() => {
    lastList.current = id
  }, [])
  const url = alert?.url ?? null

  /** To the next one of the list from which one came. */
  function step(by: 1 | -1): void {
    const rows = lastList.list?.rows.peek() ?? []
    const at = rows.findIndex((row) => row.id === id)
    const next = at === -1 ? undefined : rows[at + by]
    if (next === undefined) return
    lastList.current = next.id
    loseTop()
    go(`/alerts/${next.id}`, { replace: true })
  }

  return (
    <Page
      title={alert?.title ?? `Alert ${id}`}
      back={{ to: lastList.place, name: 'Alerts' }}
      actions={
        url !== null && (
          <OutLink url={url}>
            <span class="button-like">Open in Sentry</span>
          </OutLink>
        )
      }
    >
      <Fault text={found.fault} />
      {alert === undefined ? (
        found.fault === null && <Wait lines={6} />
      ) : (
        <Shown alert={alert} deciding={deciding} />
      )}
      {deciding.dialog}
    </Page>
  )
}

function Shown({ alert, deciding }: { alert: AlertDetailView; deciding: Deciding }) {
  const { description, project, severity, timeline, timelineLength } = alert
  const doing = held.value.get(alert.id)
  const lastEvent = timeline.findLast(({ eventId }) => eventId !== null)?.eventId ?? null
  return (
    <>
      <p class="standing">
        <SeverityMark severity={severity} />
        {doing === undefined ? <Standing alert={alert} /> : <em>{doing} …</em>}
        {alert.status === 'open' && alert.snooze === null && <span class="tag warn">open</span>}
        {project !== null && <span class="quiet">{project.slug}</span>}
        {description !== null && <span class="quiet">{description}</span>}
      </p>
      <Why alert={alert} />
      <Decisions alert={alert} deciding={deciding} />
      <div class="columns">
        <section class="card panel story">
          <h2>What happened</h2>
          {may('operator') && <NoteForm alert={alert} />}
          <Timeline timeline={timeline} length={timelineLength} />
          <p class="after">
            <Link to={`/notifications/deliveries?alert=${alert.id}`}>Who was told</Link>
            {may('operator') && (
              <>
                {' · '}
                <Link to={placeToSilence(alert)}>Silence alerts like this</Link>
              </>
            )}
          </p>
        </section>
        <div class="aside">
          <section class="card panel">
            <h2>Facts</h2>
            <Facts alert={alert} />
          </section>
          <Earlier alert={alert} />
        </div>
      </div>
      {lastEvent !== null && <Sent eventId={lastEvent} />}
    </>
  )
}

/** In a sentence why it stands as it does. */
function Why({ alert }: { alert: AlertDetailView }) {
  const { timeline, status, openedAt, resolvedAt, snooze } = alert
  const opened = timeline.find(({ kind }) => kind === 'opened' || kind === 'reopened')
  const resolved = timeline.findLast(({ kind }) => kind === 'resolved')
  const quiet = timeline.findLast(({ kind }) => kind === 'snoozed')
  return (
    <div class="reasons">
      {opened !== undefined && (
        <p>
          Opened <Time at={openedAt} />: <Worded text={opened.text} />
        </p>
      )}
      {status === 'resolved' && resolvedAt !== null && (
        <p>
          Resolved <Time at={resolvedAt} />
          {resolved !== undefined && (
            <>
              {' by '}
              {resolved.by === 'sentry' ? 'Sentry' : resolved.by}
              {resolved.text === 'Resolved.' ? (
                '.'
              ) : (
                <>
                  : <Worded text={resolved.text} />
                </>
              )}
            </>
          )}{' '}
          That is final: if it comes back, a new alert opens.
        </p>
      )}
      {status !== 'resolved' && snooze !== null && quiet !== undefined && (
        <p>
          Snoozed <Time at={quiet.at} />: <Worded text={quiet.text} />
        </p>
      )}
    </div>
  )
}
