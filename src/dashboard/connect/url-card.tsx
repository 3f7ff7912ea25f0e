import { useState } from 'preact/hooks'
import type { CredentialsView, IntegrationView } from '../../contract/integrations.ts'
import { calls } from '../api.ts'
import { now } from '../clock.ts'
import { Button } from '../parts/button.tsx'
import { Form } from '../parts/form.tsx'
import { Select } from '../parts/select.tsx'
import { Time } from '../parts/time.tsx'
import { NewUrl } from './new-url.tsx'
import { overlaps, type Overlap } from './overlap.ts'

/** The webhook URL, of which only the end is known; and a new one for when it is lost, or has leaked. */
export function UrlCard({ integration: { id, tokens } }: { integration: IntegrationView }) {
  const [isOpen, setOpen] = useState(false)
  const [overlap, setOverlap] = useState<Overlap>('86400')
  const [made, setMade] = useState<CredentialsView>()
  const valid = tokens.filter(
    ({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > now.value,
  )

  async function rotate(): Promise<void> {
    setMade(await calls.rotateIntegration({ id, overlapSeconds: Number(overlap) }))
    setOpen(false)
  }

  if (made !== undefined) return <NewUrl credentials={made} />
  return (
    <section class="card panel">
      <h2>Webhook URL</h2>
      <ul class="refusals">
        {valid.map(({ hint, createdAt, expiresAt }) => (
          <li key={`${hint} ${createdAt}`}>
            <p class="mono">…/v1/events/sentry/nvi_…{hint}</p>
            <p class="quiet">
              made <Time at={createdAt} />
              {expiresAt !== null && (
                <>
                  , stops working <Time at={expiresAt} />
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
      {isOpen ? (
        <Form does="Make a new URL" onSend={rotate} onCancel={() => setOpen(false)}>
          <Select
            label="The URL so far works"
            value={overlap}
            options={overlaps}
            onValue={setOverlap}
            hint="Time to put the new one into Sentry, in which nothing is lost. Not at all, if it has leaked."
          />
        </Form>
      ) : (
        <>
          <p class="quiet">
            It was shown once, and only its hash is kept. Lost it? Make a new one, and put that into
            Sentry.
          </p>
          <div class="buttons">
            <Button icon="again" onClick={() => setOpen(true)}>
              New URL
            </Button>
          </div>
        </>
      )}
    </section>
  )
}
