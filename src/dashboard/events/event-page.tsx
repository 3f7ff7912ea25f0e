import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { EventDetailView } from '../../contract/events.ts'
import { calls } from '../api.ts'
import { useKeys } from '../frame/keys.tsx'
import { Page } from '../frame/page.tsx'
import { integrationName } from '../integrations.ts'
import { cameFrom, goBack } from '../navigation.ts'
import { useAnswer, type Answered } from '../parts/answer.ts'
import { Button } from '../parts/button.tsx'
import { Fault } from '../parts/fault.tsx'
import { Link } from '../parts/link.tsx'
import { Time } from '../parts/time.tsx'
import { Wait } from '../parts/wait.tsx'
import { Payload } from '../payload/payload.tsx'
import { may } from '../session.ts'
import { OutcomeTag, wordsFor } from './outcome.tsx'
import { replay } from './replay.ts'

/** One event: what was sent, what became of it and why. */
export function EventPage({ id }: { id: string }) {
  const found: Answered<EventDetailView> = useAnswer(
    `event ${id}`,
    () => calls.showEvent({ id }),
    // Once it is processed it stays as it is.
    (name) => name === 'events' && found.value?.state === 'pending',
  )
  const event = found.value
  const [back] = useState(placeBefore)
  useKeys({ Escape: () => goBack(back) })

  async function processAgain(): Promise<void> {
    const now = await replay(id)
    if (now !== null && event !== undefined) found.put({ ...event, ...now })
    // It may be through before anybody tells of it.
    if (now !== null) await found.again()
  }

  const isOffered = event !== undefined && event.state !== 'pending' && may('operator')
  return (
    <Page
      title={event === undefined ? `Event ${id}` : nameOf(event)}
      name={`Event ${id}`}
      back={{ to: back, name: 'Events' }}
      {...(isOffered && {
        actions: (
          <Button icon="again" onClick={processAgain}>
            Replay
          </Button>
        ),
      })}
    >
      <Fault text={found.fault} />
      {event === undefined ? found.fault === null && <Wait lines={6} /> : <Shown event={event} />}
    </Page>
  )
}

/** The ledger as one left it. */
function placeBefore(): string {
  const from = cameFrom() ?? ''
  return /^\/events(?:\?|$)/.test(from) ? from : '/events'
}

function nameOf({ resource, action }: EventDetailView): string {
  return action === null ? resource : `${resource} · ${action}`
}

function Shown({ event }: { event: EventDetailView }) {
  const { id, receivedAt, integrationId, resource, action, attempts, alertId, headers } = event
  return (
    <>
      <div class="verdict card">
        <OutcomeTag event={event} />
        <p>{event.reason ?? wordsFor(event).says}</p>
        {may('operator') && <p class="hint">{replayInWords(event)}</p>}
      </div>
      <dl class="strip card">
        <Fact name="Received">
          <Time at={receivedAt} />
        </Fact>
        <Fact name="Integration">
          <Link to={`/integrations/${integrationId}`}>{integrationName(integrationId)}</Link>
        </Fact>
        <Fact name="Alert">
          {alertId === null ? 'none' : <Link to={`/alerts/${alertId}`}>alert {alertId}</Link>}
        </Fact>
        <Fact name="Resource">{resource}</Fact>
        <Fact name="Action">{action ?? 'none'}</Fact>
        <Fact name="State">{stateInWords(event)}</Fact>
        <Fact name="Attempts">{attempts.toLocaleString('en')}</Fact>
        <Fact name="Event">{id}</Fact>
      </dl>
      <section class="part" aria-labelledby="payload">
        <h2 id="payload">Payload</h2>
        <Payload text={event.payload} />
      </section>
      <section class="part" aria-labelledby="headers">
        <h2 id="headers">Headers</h2>
        <Headers headers={headers} />
      </section>
    </>
  )
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Headers({ headers }: { headers: Readonly<Record<string, string>> }) {
  const all = Object.entries(headers)
  if (all.length === 0) return <p class="quiet">None of those that are kept.</p>
  return (
    <>
      <dl class="pairs card mono">
        {all.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">Signatures and credentials are checked, but not kept.</p>
    </>
  )
}

function stateInWords({ state }: EventDetailView): string {
  const words = { pending: 'waiting to be processed', done: 'done', dead: 'dead: given up' }
  return words[state]
}

function replayInWords({ state, outcome, alertId }: EventDetailView): string {
  if (state === 'pending') return 'It is processed as soon as its turn comes.'
  if (state === 'dead') {
    return 'Replay looks at it anew. Do that when what made it fail is gone.'
  }
  if (outcome === 'ignored' || outcome === 'late') {
    return 'Replay looks at it anew, which helps after an update of Navish that understands more.'
  }
  return alertId === null
    ? 'Replay looks at it anew; what took effect before has no second effect.'
    : 'It took effect on an alert: a replay is safe, and has no second effect.'
}
