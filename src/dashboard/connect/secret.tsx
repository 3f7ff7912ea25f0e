import { useRef, useState } from 'preact/hooks'
import type { HealthView, IntegrationView } from '../../contract/integrations.ts'
import { calls } from '../api.ts'
import { now } from '../clock.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { SecretField } from '../parts/secret-field.tsx'
import { Select } from '../parts/select.tsx'
import { Form } from '../parts/form.tsx'
import { Time } from '../parts/time.tsx'
import { toast } from '../toasts.tsx'
import { seenIn, unsignedIn } from './sightings.ts'
import { overlaps, type Overlap } from './overlap.ts'

interface Props {
  integration: IntegrationView
  health: HealthView
  onChanged: () => void
}

/** With what signatures are checked. */
export function Secret({ integration: { id, clientSecrets }, health, onChanged }: Props) {
  const unsigned = unsignedIn(seenIn(health))
  const [isOpen, setOpen] = useState(false)
  const [isRemoving, setRemoving] = useState(false)
  const [secret, setSecret] = useState('')
  const [overlap, setOverlap] = useState<Overlap>('0')
  const valid = clientSecrets.filter(
    ({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > now.value,
  )
  const has = valid.length > 0
  const opener = useRef<HTMLDivElement>(null)
  const close = () => {
    setSecret('')
    setOpen(false)
    // The field that had the focus is gone: it goes back to where it came from.
    setTimeout(() => opener.current?.querySelector('button')?.focus())
  }

  async function save(): Promise<void> {
    await calls.setClientSecret({
      id,
      clientSecret: secret.trim(),
      overlapSeconds: Number(overlap),
    })
    close()
    toast('Only signed requests are taken from now on.')
    onChanged()
  }

  async function remove(): Promise<void> {
    await calls.removeClientSecret({ id })
    setRemoving(false)
    toast('Unsigned requests are taken, too.')
    onChanged()
  }

  return (
    <section class="card panel">
      <h2>Client secret</h2>
      {has ? (
        <ul class="refusals">
          {valid.map(({ createdAt, expiresAt }) => (
            <li key={createdAt}>
              <p>
                Given <Time at={createdAt} />
                {expiresAt !== null && (
                  <>
                    , stops counting <Time at={expiresAt} />
                  </>
                )}
              </p>
            </li>
          ))}
        </ul>
      ) : (
        <p class="quiet">
          None: whoever has the URL may send. Sentry shows the Client Secret of an internal
          integration when it is saved. Without a signature nothing will be taken then, so leave it
          out for the legacy plugin and for GlitchTip.
        </p>
      )}
      {isOpen ? (
        <Form does="Save" onSend={save} onCancel={close}>
          {unsigned !== null && (
            <p class="warn-text">
              {unsigned} sends here, and signs nothing: with a secret all of that is refused. Give
              the one that signs an integration of its own.
            </p>
          )}
          <SecretField
            label="Client Secret from Sentry"
            isFirst
            value={secret}
            onValue={setSecret}
            hint="From Settings → Developer Settings → your integration → Credentials."
          />
          {has && (
            <Select
              label="The secret so far counts"
              value={overlap}
              options={overlaps}
              onValue={setOverlap}
            />
          )}
        </Form>
      ) : (
        <div class="buttons" ref={opener}>
          <Button onClick={() => setOpen(true)}>{has ? 'Replace' : 'Give the secret'}</Button>
          {has && <Button onClick={() => setRemoving(true)}>Remove</Button>}
        </div>
      )}
      {isRemoving && (
        <Confirm
          title="Remove the client secret?"
          does="Remove it"
          onSend={remove}
          onClose={() => setRemoving(false)}
        >
          <p>Then signatures are no longer checked: whoever has the URL may send.</p>
        </Confirm>
      )}
    </section>
  )
}
