import type { AlertView } from '../../contract/alerts.ts'
import { integrationName } from '../integrations.ts'
import { now } from '../clock.ts'
import { Link } from '../parts/link.tsx'
import { Time } from '../parts/time.tsx'
import { lengthOfTime } from '../time.ts'

/** What is known of an alert, in facts. */
export function Facts({ alert }: { alert: AlertView }) {
  const { openedAt, lastEventAt, resolvedAt, eventCount, project, integrationId } = alert
  const end = resolvedAt === null ? now.value : Date.parse(resolvedAt)
  return (
    <dl class="facts">
      <div>
        <dt>Opened</dt>
        <dd>
          <Time at={openedAt} />
        </dd>
      </div>
      <div>
        <dt>{resolvedAt === null ? 'Open for' : 'Was open for'}</dt>
        <dd>{lengthOfTime(end - Date.parse(openedAt))}</dd>
      </div>
      <div>
        <dt>Last event</dt>
        <dd>
          <Time at={lastEventAt} />
        </dd>
      </div>
      <div>
        <dt>Events</dt>
        <dd>{eventCount.toLocaleString('en')}</dd>
      </div>
      {project !== null && (
        <div>
          <dt>Project</dt>
          <dd>
            <Link to={`/?project=${encodeURIComponent(project.slug)}`}>{project.name}</Link>
          </dd>
        </div>
      )}
      <div>
        <dt>Integration</dt>
        <dd>
          <Link to={`/integrations/${integrationId}`}>{integrationName(integrationId)}</Link>
        </dd>
      </div>
      <div>
        <dt>Assigned to</dt>
        <dd>{alert.assignee ?? 'nobody'}</dd>
      </div>
      <div>
        <dt>Kind</dt>
        <dd>{alert.kind === 'issue' ? 'Sentry issue' : 'metric alert'}</dd>
      </div>
      <div>
        <dt>Key</dt>
        <dd class="mono">{alert.dedupKey}</dd>
      </div>
    </dl>
  )
}
