import { useEffect, useState } from 'preact/hooks'
import type { AlertView } from '../../contract/alerts.ts'
import type { IntegrationView, TestView } from '../../contract/integrations.ts'
import { calls } from '../api.ts'
import { go } from '../navigation.ts'
import { useAnswer } from '../parts/answer.ts'
import { Button } from '../parts/button.tsx'
import { Fault } from '../parts/fault.tsx'
import { Icon } from '../parts/icon.tsx'
import { SeverityMark } from '../parts/severity.tsx'
import { Time } from '../parts/time.tsx'
import { Wait } from '../parts/wait.tsx'
import { sentenceOf } from '../problem.ts'
import { Card } from './card.tsx'
import { askForFirst } from './first-integration.ts'
import { steps } from './steps.ts'

/** A sample alert that opens, and is resolved, before one's eyes. */
export function TryStep() {
  const found = useAnswer('first integration', askForFirst)

  return (
    <Card title="Try it" step={{ at: 3, of: steps }} isWide>
      <Fault text={found.fault} />
      {found.value === undefined ? (
        found.fault === null && <Wait />
      ) : found.value === null ? (
        <>
          <p>There is no integration yet that could receive something.</p>
          <Button look="main" onClick={() => go('/setup?step=connect')}>
            Create one
          </Button>
        </>
      ) : (
        <Sample integration={found.value.integration} />
      )}
    </Card>
  )
}

function Sample({ integration: { id, name } }: { integration: IntegrationView }) {
  const [alert, setAlert] = useState<AlertView | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const end = () => go('/', { replace: true })
  const isResolved = alert?.status === 'resolved'
  useEffect(() => {
    document.querySelector<HTMLElement>('.try .button.main')?.focus()
  }, [alert])

  async function send(resolve: boolean): Promise<void> {
    setFault(null)
    try {
      const answer = await calls.testIntegration({ id, severity: 'error', resolve })
      if (answer.alert === null) setFault(missing(answer))
      else setAlert(answer.alert)
    } catch (error) {
      setFault(sentenceOf(error))
    }
  }

  return (
    <div class="try">
      <p class="lead">
        Navish sends itself a webhook as Sentry would, to {name}: it is received, written to disk,
        understood, and becomes an alert.
      </p>
      <div class="sample" role="status">
        {alert === null ? (
          <p class="quiet">The alert will appear here.</p>
        ) : (
          <div class={`row-like ${alert.severity} ${alert.status}`}>
            <SeverityMark severity={alert.severity} />
            <span class="what">
              <strong>{alert.title}</strong>
              <span class="more">{alert.project?.slug}</span>
            </span>
            <span class={`tag ${isResolved ? 'calm' : 'warn'}`}>
              <Icon name={isResolved ? 'check' : 'bell'} />
              {isResolved ? 'resolved by Sentry' : 'open'}
            </span>
            <Time at={alert.resolvedAt ?? alert.openedAt} />
          </div>
        )}
      </div>
      <Fault text={fault} />
      <div class="buttons">
        {alert === null && (
          <Button look="main" icon="send" onClick={() => send(false)}>
            Send a sample alert
          </Button>
        )}
        {alert !== null && !isResolved && (
          <Button look="main" icon="check" onClick={() => send(true)}>
            Now let Sentry resolve it
          </Button>
        )}
        {isResolved && (
          <>
            <Button look="main" onClick={end}>
              Done: go to the alerts
            </Button>
            <Button onClick={() => go(`/integrations/${id}`, { replace: true })}>
              See how far Sentry is connected
            </Button>
          </>
        )}
        {!isResolved && (
          <Button look="quiet" onClick={end}>
            Skip
          </Button>
        )}
      </div>
    </div>
  )
}

function missing({ processed, event }: TestView): string {
  return processed
    ? `It arrived, but opened no alert: ${event.reason ?? 'no reason is known'}`
    : 'It is stored, but was not taken up within five seconds: Navish has much to do, or its drain does not run.'
}
