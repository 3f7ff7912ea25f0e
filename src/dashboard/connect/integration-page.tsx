import { useState } from 'preact/hooks'
import type { HealthView, IntegrationView } from '../../contract/integrations.ts'
import { Page } from '../frame/page.tsx'
import { Button } from '../parts/button.tsx'
import { Fault } from '../parts/fault.tsx'
import { Time } from '../parts/time.tsx'
import { Wait } from '../parts/wait.tsx'
import { may } from '../session.ts'
import { Checklist, Mistakes } from './checklist.tsx'
import { SentrySteps } from './clicks.tsx'
import { Danger } from './danger.tsx'
import { Hours } from './hours.tsx'
import { RenameDialog } from './rename-dialog.tsx'
import { Sample } from './sample.tsx'
import { Secret } from './secret.tsx'
import { UrlCard } from './url-card.tsx'
import { useKnown } from './known.ts'
import { Watch } from './watch.tsx'

/** One Sentry that may send: how to connect it, whether that works, and what is wrong. */
export function IntegrationPage({ id }: { id: string }) {
  const found = useKnown(id)
  const again = () => void found.again()
  const known = found.value
  if (known === undefined) {
    return (
      <Page title="Integration" back={back}>
        {found.fault === null ? <Wait lines={6} /> : <Fault text={found.fault} />}
      </Page>
    )
  }
  const { integration, health } = known
  const isRevoked = integration.revokedAt !== null
  return (
    <Page
      title={integration.name}
      back={back}
      actions={may('admin') && <Rename integration={integration} />}
    >
      <Fault text={found.fault} />
      <Mistakes known={known} />
      <div class="columns status-first">
        <div class="aside">
          {!isRevoked && (
            <section class="card panel">
              <h2>Connect Sentry</h2>
              <SentrySteps />
            </section>
          )}
          {may('admin') && !isRevoked && (
            <>
              <UrlCard integration={integration} />
              <Secret integration={integration} health={health} onChanged={again} />
            </>
          )}
          <Seen health={health} />
          <Refused health={health} />
          {may('admin') && <Danger integration={integration} onChanged={again} />}
        </div>
        <div class="aside">
          <section class="card panel">
            <h2>Is it connected?</h2>
            <Checklist known={known} />
            <Hours hours={health.hours} />
          </section>
          {!isRevoked && <Watch integration={integration} />}
          {may('operator') && !isRevoked && <Sample id={id} />}
        </div>
      </div>
    </Page>
  )
}

const back = { to: '/integrations', name: 'Integrations' }

function Rename({ integration }: { integration: IntegrationView }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Rename</Button>
      {isOpen && <RenameDialog integration={integration} onClose={() => setOpen(false)} />}
    </>
  )
}

/** What was accepted, by kind. */
function Seen({ health: { resources } }: { health: HealthView }) {
  if (resources.length === 0) return null
  return (
    <section class="card panel">
      <h2>What it sends</h2>
      <div class="table-box">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Webhook</th>
              <th scope="col" class="right">
                Count
              </th>
              <th scope="col">Last</th>
            </tr>
          </thead>
          <tbody>
            {resources.map(({ resource, action, count, lastSeenAt }) => (
              <tr key={`${resource} ${action ?? ''}`}>
                <td>
                  {resource}
                  {action !== null && <span class="quiet"> · {action}</span>}
                </td>
                <td class="right number">{count.toLocaleString('en')}</td>
                <td>
                  <Time at={lastSeenAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** What was refused, and why. */
function Refused({ health: { refusals } }: { health: HealthView }) {
  if (refusals.length === 0) return null
  return (
    <section class="card panel">
      <h2>Refused in the last 24 hours</h2>
      <ul class="refusals">
        {refusals.map(({ code, reason, count, lastAt }) => (
          <li key={code}>
            <p>
              <strong>{count.toLocaleString('en')}×</strong> {reason}
            </p>
            <p class="quiet">
              {code}, the last <Time at={lastAt} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
