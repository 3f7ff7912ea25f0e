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

  const isOffered = event !== undefined && isReplayable(event) && may('operator')
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
        {event.payloadRemoved === true ? (
          <p class="quiet">
            Not kept any more: payloads are removed when they are old, or when they take too much
            room. <Link to="/settings/storage">For how long they are kept</Link>
          </p>
        ) : (
          <Payload text={event.payload} />
        )}
      </section>
      <section class="part" aria-labelledby="headers">
        <h2 id="headers">Headers</h2>
        {event.payloadRemoved === true ? (
          <p class="quiet">They went with the payload.</p>
        ) : (
          <Headers headers={headers} />
        )}
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

/** One that waits is processed anyway, and of one without its payload nothing can be. */
function isReplayable({ state, payloadRemoved }: EventDetailView): boolean {
  return state !== 'pending' && payloadRemoved !== true
}

function replayInWords({ state, outcome, alertId, payloadRemoved }: EventDetailView): string {
  if (payloadRemoved === true) return 'It cannot be replayed: its payload is not kept any more.'
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
