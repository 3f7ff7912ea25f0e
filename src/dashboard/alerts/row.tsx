import { memo } from '../parts/memo.ts'
import type { AlertView } from '../../contract/alerts.ts'
import { now } from '../clock.ts'
import { Icon } from '../parts/icon.tsx'
import { Link } from '../parts/link.tsx'
import { SeverityMark } from '../parts/severity.tsx'
import { Time } from '../parts/time.tsx'

import { isSnoozed } from './filter.ts'
import { held } from './held.ts'
import { snoozeInWords } from './words.ts'

interface Props {
  alert: AlertView
  index: number
  top: number
  isCurrent: boolean
  isSelected: boolean
  onSelect: (id: string, isRange: boolean) => void
  onCurrent: (id: string) => void
}

/** One alert of a list. */
export const AlertRow = memo(function AlertRow(props: Props) {
  const { alert, index, top, isCurrent, isSelected, onSelect, onCurrent } = props
  const { id, title, description, project, severity, eventCount, openedAt, status } = alert
  const doing = held.value.get(id)
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      class={`row ${severity} ${status} ${isCurrent ? 'current' : ''} ${doing === undefined ? '' : 'held'}`}
      style={{ transform: `translateY(${top}px)` }}
      data-id={id}
      onFocusCapture={() => onCurrent(id)}
    >
      <span role="cell" class="select">
        <input
          type="checkbox"
          aria-label={`Select alert ${id}`}
          checked={isSelected}
          onClick={(event) => onSelect(id, event.shiftKey)}
        />
      </span>
      <span role="cell" class="how-bad">
        <SeverityMark severity={severity} />
      </span>
      <span role="cell" class="what">
        <Link to={`/alerts/${id}`} class="title">
          {title}
        </Link>
        <span class="more">
          {project !== null && <span class="project">{project.slug}</span>}
          <span class="description">{description ?? ''}</span>
        </span>
      </span>
      <span role="cell" class="who">
        {doing === undefined ? <Standing alert={alert} /> : <em>{doing} …</em>}
      </span>
      <span role="cell" class="count" title="Events">
        {eventCount.toLocaleString('en')}
        <span class="times" aria-hidden="true">
          ×
        </span>
        <span class="sr"> events</span>
      </span>
      <span role="cell" class="age">
        <Time at={openedAt} />
      </span>
    </div>
  )
})

/** Who has it, or why it is quiet. */
export function Standing({ alert }: { alert: AlertView }) {
  const { status, assignee, snooze, regressed } = alert
  if (status === 'resolved') {
    return (
      <span class="tag calm">
        <Icon name="check" />
        resolved{alert.resolvedBy === 'sentry' ? ' by Sentry' : ''}
      </span>
    )
  }
  return (
    <>
      {snooze !== null && isSnoozed(alert, now.value) && (
        <span class="tag calm">
          <Icon name="snooze" />
          {snoozeInWords(snooze, now.value)}
        </span>
      )}
      {status === 'acknowledged' && (
        <span class="tag good">
          <Icon name="check" />
          acknowledged
        </span>
      )}
      {assignee !== null && (
        <span class="tag" title={`Assigned to ${assignee}`}>
          <Icon name="person" />
          <span class="name">{assignee}</span>
        </span>
      )}
      {regressed && <span class="tag warn">came back</span>}
    </>
  )
}
