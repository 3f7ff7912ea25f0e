import { severities } from '../../core/severity.ts'
import { now } from '../clock.ts'
import { say } from '../navigation.ts'
import { SeverityMark } from '../parts/severity.tsx'
import { Link } from '../parts/link.tsx'
import { awake, eventCounts, statistics } from '../summary.ts'
import { absoluteTime, lengthOfTime, relativeTime } from '../time.ts'
import type { AlertFilter } from './filter.ts'

/** How many alerts of each severity are open and not snoozed; each narrows the list to its severity. */
export function Counters({ filter }: { filter: AlertFilter }) {
  return (
    <section class="counters" aria-label="Open alerts by severity">
      {severities.map((severity) => {
        const count = awake.value?.get(severity) ?? null
        const isChosen = filter.severities.includes(severity)
        const next = isChosen
          ? filter.severities.filter((each) => each !== severity)
          : [...filter.severities, severity]
        return (
          <button
            key={severity}
            type="button"
            class={`card counter ${severity} ${count === 0 ? 'none' : ''}`}
            aria-pressed={isChosen}
            onClick={() => say({ severity: next.join(',') })}
          >
            <span class="number">{count === null ? '–' : count.toLocaleString('en')}</span>
            <SeverityMark severity={severity} />
          </button>
        )
      })}
    </section>
  )
}

/** Whether anything arrives, and whether it is understood in time. */
export function Intake() {
  const counts = eventCounts.value
  const acknowledged = statistics.value?.acknowledged ?? 0
  if (counts === undefined) return <p class="intake">&nbsp;</p>
  const { lastReceivedAt, pending, dead, oldestPendingAt: oldest } = counts
  const lag =
    oldest === null ? '' : `, the oldest for ${lengthOfTime(now.value - Date.parse(oldest))}`
  return (
    <p class="intake">
      {lastReceivedAt === null ? (
        <span>
          Nothing has arrived yet. <Link to="/integrations">Connect Sentry</Link>
        </span>
      ) : (
        <span title={absoluteTime(Date.parse(lastReceivedAt))}>
          Last webhook <strong>{relativeTime(Date.parse(lastReceivedAt), now.value)}</strong>
        </span>
      )}
      {acknowledged > 0 && <span>{acknowledged.toLocaleString('en')} acknowledged</span>}
      <span>
        {pending === 0 ? 'Outbox empty' : `${pending.toLocaleString('en')} in the outbox${lag}`}
      </span>
      {dead > 0 && (
        <Link to="/events?state=dead" class="bad">
          {dead.toLocaleString('en')} could not be processed
        </Link>
      )}
    </p>
  )
}
