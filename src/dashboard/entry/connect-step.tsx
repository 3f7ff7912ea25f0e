import { useState } from 'preact/hooks'
import type { CredentialsView } from '../../contract/integrations.ts'
import { calls } from '../api.ts'
import { SentrySteps } from '../connect/clicks.tsx'
import { go } from '../navigation.ts'
import { useAnswer } from '../parts/answer.ts'
import { Button } from '../parts/button.tsx'
import { Copy } from '../parts/copy.tsx'
import { Fault } from '../parts/fault.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Wait } from '../parts/wait.tsx'
import { Card } from './card.tsx'
import { steps } from './steps.ts'

/** Seconds. The URL that the first start printed may be in Sentry already. */
const overlap = 24 * 60 * 60

/** The webhook URL for Sentry. */
export function ConnectStep() {
  const found = useAnswer('integrations', () => calls.listIntegrations({ limit: 1000 }))
  const [name, setName] = useState('sentry')
  const [made, setMade] = useState<CredentialsView>()
  // The first start made one, and printed its URL, which is kept nowhere: a new one is needed to show it.
  const first = found.value?.items.findLast(({ revokedAt }) => revokedAt === null)

  async function make(): Promise<void> {
    if (first === undefined) {
      setMade(await calls.createIntegration({ name }))
      return
    }
    if (name !== first.name) {
      await calls.updateIntegration({ id: first.id, name, ifMatch: first.revision })
    }
    setMade(await calls.rotateIntegration({ id: first.id, overlapSeconds: overlap }))
  }

  const next = () => go('/setup?step=try')
  return (
    <Card title="Connect Sentry" step={{ at: 2, of: steps }} isWide>
      {made === undefined ? (
        <>
          <p class="lead">
            An integration is one Sentry that may send: usually one for each organization.
          </p>
          {found.value === undefined && found.fault === null ? (
            <Wait />
          ) : (
            <Form does="Show its webhook URL" onSend={make}>
              <Field
                label="Name of the integration"
                required
                maxLength={100}
                value={name}
                onValue={setName}
                hint="Such as the name of the Sentry organization."
              />
              <Fault text={found.fault} />
            </Form>
          )}
          <Button look="quiet" onClick={next}>
            Later
          </Button>
        </>
      ) : (
        <>
          <p class="lead">
            This is the webhook URL. It is shown only now: Navish keeps no copy that could be read.
            Whoever has it may send.
          </p>
          <Copy text={made.url} label="Webhook URL" />
          <details class="fold">
            <summary>What to click in Sentry</summary>
            <SentrySteps />
          </details>
          <Button look="main" onClick={next}>
            Go on
          </Button>
        </>
      )}
    </Card>
  )
}
