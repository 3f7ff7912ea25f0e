import type { IntegrationView, RefusalView } from '../../contract/integrations.ts'
import { calls } from '../api.ts'
import { now } from '../clock.ts'
import { Page } from '../frame/page.tsx'
import { areIntegrationsKnown, integrations, integrationsFault } from '../integrations.ts'
import { useAnswer } from '../parts/answer.ts'
import { Empty } from '../parts/empty.tsx'
import { Fault } from '../parts/fault.tsx'
import { Icon } from '../parts/icon.tsx'
import { Link } from '../parts/link.tsx'
import { Time } from '../parts/time.tsx'
import { Wait } from '../parts/wait.tsx'
import { may } from '../session.ts'
import { isArrival } from './known.ts'
import { mistakesOf } from './mistakes.ts'
import { latest, seenIn } from './sightings.ts'
import { Hours } from './hours.tsx'

/** Who may send, and whether that works. */
export function Integrations() {
  const strays = useAnswer('strays', () => calls.listStrayRefusals({}), isArrival)
  return (
    <Page
      title="Integrations"
      lead="Each is one Sentry that may send, with a webhook URL of its own."
      actions={
        may('admin') && (
          <Link class="button main" to="/integrations/new">
            New integration
          </Link>
        )
      }
    >
      <Fault text={integrationsFault.value} />
      {!areIntegrationsKnown.value ? (
        integrationsFault.value === null && <Wait lines={2} />
      ) : integrations.value.length === 0 ? (
        <Empty icon="plug" title="Nothing is connected">
          <p>
            Create an integration, and paste its webhook URL into Sentry. What Sentry reports
            becomes alerts here.
          </p>
        </Empty>
      ) : (
        <ul class="integrations">
          {integrations.value.map((each) => (
            <Summary key={each.id} integration={each} strays={strays.value?.items ?? []} />
          ))}
        </ul>
      )}
      <Strays refusals={strays.value?.items ?? []} />
    </Page>
  )
}

function Summary({
  integration,
  strays,
}: {
  integration: IntegrationView
  strays: readonly RefusalView[]
}) {
  const { id, name, revokedAt } = integration
  const found = useAnswer(`health ${id}`, () => calls.integrationHealth({ id }), isArrival)
  const health = found.value
  const last = health === undefined ? null : latest(seenIn(health))
  const mistakes =
    health === undefined ? [] : mistakesOf({ integration, health, strays, now: now.value })
  return (
    <li class="card">
      <Link to={`/integrations/${id}`} class="name">
        {name}
      </Link>
      <p class="state">
        {revokedAt !== null ? (
          <span class="tag">revoked</span>
        ) : mistakes.length > 0 ? (
          <span class="tag bad">
            <Icon name="warning" />
            {mistakes[0]?.title}
          </span>
        ) : health === undefined ? null : last === null ? (
          <span class="tag warn">waits for its first webhook</span>
        ) : (
          <span class="tag good">
            <Icon name="check" />
            works
          </span>
        )}
        <span class="quiet">
          {last !== null && (
            <>
              last webhook <Time at={new Date(last).toISOString()} />
            </>
          )}
        </span>
      </p>
      <Hours hours={health?.hours ?? []} />
    </li>
  )
}

function Strays({ refusals }: { refusals: readonly RefusalView[] }) {
  const [first] = refusals
  if (first === undefined) return null
  const count = refusals.reduce((sum, each) => sum + each.count, 0)
  return (
    <section class="card panel">
      <h2>Refused: unknown token</h2>
      <p>
        In the last 24 hours{' '}
        {count === 1 ? 'one request' : `${count.toLocaleString('en')} requests`} came with a token
        that never was one, the last <Time at={first.lastAt} />. If that is your Sentry, its URL is
        cut or mistyped: copy it again, or make a new one on the page of the integration.
      </p>
    </section>
  )
}
