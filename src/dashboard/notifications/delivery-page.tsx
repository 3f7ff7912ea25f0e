import { useState } from 'preact/hooks'
import type { DeliveryDetailView } from '../../contract/deliveries.ts'
import { calls } from '../api.ts'
import { now } from '../clock.ts'
import { useKeys } from '../frame/keys.tsx'
import { Page } from '../frame/page.tsx'
import { cameFrom, goBack } from '../navigation.ts'
import { useAnswer } from '../parts/answer.ts'
import { Button } from '../parts/button.tsx'
import { useEvery } from '../parts/every.ts'
import { Fault } from '../parts/fault.tsx'
import { Icon } from '../parts/icon.tsx'
import { Link, OutLink } from '../parts/link.tsx'
import { SeverityMark } from '../parts/severity.tsx'
import { Time } from '../parts/time.tsx'
import { Wait } from '../parts/wait.tsx'
import { Worded } from '../parts/worded.tsx'
import { may } from '../session.ts'
import { Fact } from './channel-page.tsx'
import { attemptInWords, canRetry, wordsFor } from './delivery-words.ts'
import { channelName, useChannels } from './known-channels.ts'
import { retry } from './retry.ts'
import { changeWords } from './rule-words.ts'
import { DeliveryTag, Due } from './state-tag.tsx'

/** ms */
const refreshEvery = 2_000

/** One delivery: what was told, and how each attempt went. */
export function DeliveryPage({ id }: { id: string }) {
  const found = useAnswer(`delivery ${id}`, () => calls.showDelivery({ id }))
  const delivery = found.value
  const [back] = useState(placeBefore)
  useKeys({ Escape: () => goBack(back.to) })
  useEvery(refreshEvery, () => {
    // What is dead or was told stays so, until a person has it tried again.
    if (delivery?.state === 'pending') void found.again()
  })

  async function tryAgain(): Promise<void> {
    await retry(id)
    await found.again()
  }

  const isOffered = delivery !== undefined && may('operator') && canRetry(delivery, now.value)
  return (
    <Page
      title={delivery?.notice.alert.title ?? `Delivery ${id}`}
      name={`Delivery ${id}`}
      back={back}
      {...(isOffered && {
        actions: (
          <Button icon="again" onClick={tryAgain}>
            Try again
          </Button>
        ),
      })}
    >
      <Fault text={found.fault} />
      {delivery === undefined ? (
        found.fault === null && <Wait lines={6} />
      ) : (
        <Shown delivery={delivery} />
      )}
    </Page>
  )
}

/** The list as one left it. */
function placeBefore(): { to: string; name: string } {
  const from = cameFrom() ?? ''
  if (/^\/notifications\/channels\/\d+$/.test(from)) return { to: from, name: 'Channel' }
  const isLedger = /^\/notifications\/deliveries(?:\?|$)/.test(from)
  return { to: isLedger ? from : '/notifications/deliveries', name: 'Deliveries' }
}

function Shown({ delivery }: { delivery: DeliveryDetailView }) {
  const { alertId, change, channelId, createdAt, dueAt, sentAt, attempts, fallbackOf } = delivery
  const { ruleId, together, tries, state } = delivery
  const channels = useChannels().value
  const rules = useAnswer('rules', async () => (await calls.listRules({})).items).value
  const rule = rules?.find((each) => each.id === ruleId)?.name
  return (
    <>
      <div class="verdict card">
        <DeliveryTag delivery={delivery} />
        <p>
          <Worded text={delivery.reason ?? wordsFor(delivery).says} />
        </p>
        {state === 'dead' && may('operator') && (
          <p class="hint">
            Try it again when what made it fail is gone: it has another day before it is given up.
          </p>
        )}
      </div>
      <dl class="strip card">
        <Fact name="Change">{changeWords[change]}</Fact>
        <Fact name="Alert">
          <Link to={`/alerts/${alertId}`}>alert {alertId}</Link>
        </Fact>
        <Fact name="Channel">
          <Link to={`/notifications/channels/${channelId}`}>
            {channelName(channels, channelId)}
          </Link>
        </Fact>
        <Fact name="Because of">
          {fallbackOf !== null ? (
            <Link to={`/notifications/deliveries/${fallbackOf}`}>delivery {fallbackOf} failed</Link>
          ) : ruleId === null ? (
            'no rule'
          ) : (
            <Link to="/notifications/rules">{rule ?? `rule ${ruleId}`}</Link>
          )}
        </Fact>
        <Fact name="When it changed">
          <Time at={createdAt} />
        </Fact>
        {state === 'pending' ? (
          <Fact name="Next attempt">{dueAt === null ? 'soon' : <Due at={dueAt} />}</Fact>
        ) : (
          <Fact name="Sent">{sentAt === null ? 'never' : <Time at={sentAt} />}</Fact>
        )}
        <Fact name="Attempts">{attempts.toLocaleString('en')}</Fact>
        <Fact name="Told together">{together > 1 ? `with ${together - 1} more` : 'alone'}</Fact>
      </dl>
      <section class="part" aria-labelledby="notice">
        <h2 id="notice">What is told</h2>
        <Notice delivery={delivery} />
      </section>
      <section class="part" aria-labelledby="tries">
        <h2 id="tries">Attempts</h2>
        <Tries tries={tries} attempts={attempts} />
      </section>
    </>
  )
}

function Notice({ delivery: { notice } }: { delivery: DeliveryDetailView }) {
  const { alert, reason, severityBefore } = notice
  const { description, severity, project, integration, eventCount, assignee, url } = alert
  return (
    <div class="card panel">
      <p class="standing notice-head">
        <SeverityMark severity={severity} />
        {severityBefore !== null && <span class="quiet">before: {severityBefore}</span>}
        <strong>{alert.title}</strong>
      </p>
      {description !== null && <p class="quiet clamped">{description}</p>}
      <p>
        <Worded text={reason} />
      </p>
      <dl class="lines across">
        {project !== null && <Fact name="Project">{project.name}</Fact>}
        <Fact name="Integration">{integration}</Fact>
        <Fact name="Events">{eventCount.toLocaleString('en')}</Fact>
        <Fact name="Assigned to">{assignee ?? 'nobody'}</Fact>
        <Fact name="Opened">
          <Time at={alert.openedAt} />
        </Fact>
        {alert.resolvedAt !== null && (
          <Fact name="Resolved">
            <Time at={alert.resolvedAt} />
          </Fact>
        )}
      </dl>
      {url !== null && (
        <p>
          <OutLink url={url}>Open in Sentry</OutLink>
        </p>
      )}
    </div>
  )
}

function Tries({ tries, attempts }: Pick<DeliveryDetailView, 'tries' | 'attempts'>) {
  if (tries.length === 0) return <p class="quiet">There was none.</p>
  return (
    <>
      <ol class="tries" aria-label="Attempts, newest first">
        {tries.toReversed().map((each) => (
          <li key={each.at} class={`card ${each.result}`}>
            <p class="head">
              <span class={`tag ${looks[each.result]}`}>
                <Icon name={each.result === 'sent' ? 'check' : 'warning'} />
                {results[each.result]}
              </span>
              <span class="quiet">
                <Time at={each.at} /> ·{' '}
                {each.status === null ? 'no answer' : `answer ${each.status}`} ·{' '}
                {each.ms.toLocaleString('en')} ms
              </span>
            </p>
            <p>{attemptInWords(each)}</p>
            {each.reply !== '' && <pre class="command">{each.reply}</pre>}
          </li>
        ))}
      </ol>
      {attempts > tries.length && (
        <p class="hint">
          The newest {tries.length.toLocaleString('en')} of {attempts.toLocaleString('en')}.
        </p>
      )}
    </>
  )
}

const looks = { sent: 'good', retry: 'warn', refused: 'bad' } as const
const results = { sent: 'sent', retry: 'failed', refused: 'refused' } as const
