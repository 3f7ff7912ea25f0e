import { calls } from '../api.ts'
import type { AlertView } from '../../contract/alerts.ts'
import { useAnswer } from '../parts/answer.ts'
import { Link } from '../parts/link.tsx'
import { SeverityMark } from '../parts/severity.tsx'
import { Time } from '../parts/time.tsx'
import { lengthOfTime } from '../time.ts'

/** The other alerts of the same key: how often it came back, and how long it took. */
export function Earlier({ alert }: { alert: AlertView }) {
  const { id } = alert
  const found = useAnswer(
    `history ${id}`,
    () => calls.alertHistory({ id }),
    (name, told) => name === 'alert' && isOther(told as AlertView, alert),
  )
  const others = (found.value?.items ?? []).filter((each) => each.id !== id)
  if (others.length === 0) return null
  const newer = others.find((each) => Number(each.id) > Number(id))
  return (
    <section class="card panel">
      <h2>The same before and after</h2>
      {newer !== undefined && (
        <p class="warn-text">
          It came back: <Link to={`/alerts/${newer.id}`}>alert {newer.id}</Link> is{' '}
          {newer.status === 'resolved' ? 'resolved, too' : 'open'}.
        </p>
      )}
      <ul class="others">
        {others.map((each) => (
          <li key={each.id}>
            <Link to={`/alerts/${each.id}`}>
              <SeverityMark severity={each.severity} />
              <span>
                <Time at={each.openedAt} />
              </span>
            </Link>
            <span class="quiet">{took(each)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function isOther(told: AlertView, { id, dedupKey, integrationId }: AlertView): boolean {
  return told.id !== id && told.dedupKey === dedupKey && told.integrationId === integrationId
}

function took({ openedAt, resolvedAt }: AlertView) {
  if (resolvedAt === null) return 'open'
  return <>resolved after {lengthOfTime(Date.parse(resolvedAt) - Date.parse(openedAt))}</>
}
