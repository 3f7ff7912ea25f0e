import { useState } from 'preact/hooks'
import type { CredentialsView } from '../../contract/integrations.ts'
import { calls } from '../api.ts'
import { Checklist, Mistakes } from '../connect/checklist.tsx'
import { SentrySteps } from '../connect/clicks.tsx'
import { refreshEvery, useKnown } from '../connect/known.ts'
import { go } from '../navigation.ts'
import { useAnswer } from '../parts/answer.ts'
import { Button } from '../parts/button.tsx'
import { Copy } from '../parts/copy.tsx'
import { Fault } from '../parts/fault.tsx'
import { Field } from '../parts/field.tsx'
import { SecretField } from '../parts/secret-field.tsx'
import { Form } from '../parts/form.tsx'
import { Link } from '../parts/link.tsx'
import { Wait } from '../parts/wait.tsx'
import { Card } from './card.tsx'
import { askForFirst, type First } from './first-integration.ts'
import { steps } from './steps.ts'

/** Seconds. The URL that the first start printed may be in Sentry already. */
const overlap = 24 * 60 * 60

const next = () => go('/setup?step=try')

/** The webhook URL for Sentry. */
export function ConnectStep() {
  const found = useAnswer('first integration', askForFirst)
  const [made, setMade] = useState<CredentialsView>()
  const first = found.value

  return (
    <Card title="Connect Sentry" step={{ at: 2, of: steps }} isWide>
      <Fault text={found.fault} />
      {made !== undefined ? (
        <Made credentials={made} isReplaced={first !== null} />
      ) : first === undefined ? (
        found.fault === null && <Wait />
      ) : first?.isUsed === true ? (
        <InUse first={first} />
      ) : (
        <Naming first={first} onMade={setMade} />
      )}
    </Card>
  )
}

function Naming({
  first,
  onMade,
}: {
  first: First | null
  onMade: (made: CredentialsView) => void
}) {
  const known = first?.integration
  const [name, setName] = useState(known?.name ?? 'sentry')

  async function make(): Promise<void> {
    if (known === undefined) {
      onMade(await calls.createIntegration({ name }))
      return
    }
    const { id, revision } = known
    if (name !== known.name) await calls.updateIntegration({ id, name, ifMatch: revision })
    // The first start printed its URL, which is kept nowhere: a new one is needed to show it.
    onMade(await calls.rotateIntegration({ id, overlapSeconds: overlap }))
  }

  return (
    <>
      <p class="lead">
        An integration is one Sentry that may send: usually one for each organization.
      </p>
      <Form does="Show its webhook URL" onSend={make}>
        <Field
          label="Name of the integration"
          required
          maxLength={100}
          value={name}
          onValue={setName}
          hint={
            (known?.tokens.length ?? 0) > 1
              ? 'A URL was shown here before. If Sentry has it, skip this: another one takes its place within a day.'
              : 'Such as the name of the Sentry organization.'
          }
        />
      </Form>
      <Button look="quiet" onClick={next}>
        Later
      </Button>
    </>
  )
}

function Made({
  credentials: { id, url },
  isReplaced,
}: {
  credentials: CredentialsView
  isReplaced: boolean
}) {
  const [secret, setSecret] = useState('')

  async function save(): Promise<void> {
    if (secret.trim() !== '') await calls.setClientSecret({ id, clientSecret: secret.trim() })
    next()
  }

  return (
    <>
      <p class="lead">
        This is the webhook URL. It is shown only now: Navish keeps no copy that could be read.
        Whoever has it may send.
        {isReplaced && ' The one that the first start printed works for another day.'}
      </p>
      <Copy text={url} label="Webhook URL" isFirst />
      <details class="fold">
        <summary>What to click in Sentry</summary>
        <SentrySteps />
      </details>
      <Live id={id} />
      <Form does="Go on" onSend={save}>
        <SecretField
          label="Client Secret (optional)"
          isRequired={false}
          value={secret}
          onValue={setSecret}
          hint="Sentry shows it when an internal integration is saved. With it only signed requests are taken; it can be given later, too."
        />
      </Form>
    </>
  )
}

/** Turns green while one clicks in Sentry. */
function Live({ id }: { id: string }) {
  const found = useKnown(id, refreshEvery.inSetUp)
  if (found.value === undefined) return found.fault === null ? <Wait /> : null
  return (
    <>
      <Mistakes known={found.value} />
      <Checklist known={found.value} />
    </>
  )
}

/** A new URL would end the one that is in Sentry. */
function InUse({ first: { integration } }: { first: First }) {
  return (
    <>
      <p class="lead">
        Sentry sends to <strong>{integration.name}</strong> already: there is nothing to do here.
        Its page says how far the connection is, and makes a new URL when the one in Sentry is lost.
      </p>
      <div class="buttons">
        <Button look="main" onClick={next}>
          Go on
        </Button>
        <Link class="button" to={`/integrations/${integration.id}`}>
          See {integration.name}
        </Link>
      </div>
    </>
  )
}
