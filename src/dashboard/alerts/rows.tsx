import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { AlertView } from '../../contract/alerts.ts'
import { Button } from '../parts/button.tsx'
import { useMedia } from '../parts/media.ts'
import { useStable } from '../parts/stable.ts'
import type { View } from './filter.ts'
import { AlertRow } from './row.tsx'
import { useWindow } from './window.ts'

interface Props {
  rows: readonly AlertView[]
  view: View
  isComplete: boolean
  onMore: () => void
  current: string | null
  /** How often one moved with the keyboard: then the focus follows. */
  moves: number
  onCurrent: (id: string) => void
  selected: ReadonlySet<string>
  onSelect: (id: string, isRange: boolean) => void
  onSelectAll: (isOn: boolean) => void
}

/** px, as the style sheet has it. */
const heights = { wide: 56, narrow: 92 }

/** Alerts in rows, of which only those on the screen are there. */
export function Rows(props: Props) {
  const { rows, view, isComplete, onMore, current, moves, onCurrent } = props
  const { selected, onSelect, onSelectAll } = props
  const place = useRef<HTMLDivElement>(null)
  const isMoving = useRef(false)
  const isNarrow = useMedia('(max-width: 44rem)')
  const height = isNarrow ? heights.narrow : heights.wide
  const { from, to } = useWindow(place, rows.length, height)
  const shown = rows.slice(from, to)
  // Where the ones begin that somebody has taken already.
  const taken = view === 'open' ? rows.findIndex(({ status }) => status === 'acknowledged') : -1

  useEffect(() => {
    if (!isComplete && to >= rows.length - 50) onMore()
  }, [to, rows.length, isComplete])

  // The current one is where one looks, and has the focus, so that Enter and a screen reader mean it.
  useLayoutEffect(() => {
    if (current === null) return
    const index = rows.findIndex(({ id }) => id === current)
    const top = (place.current?.getBoundingClientRect().top ?? 0) + index * height
    const edge = isNarrow ? 72 : 16
    if (index === -1) return
    if (top < edge) window.scrollBy(0, top - edge)
    else if (top + height > window.innerHeight - edge) {
      window.scrollBy(0, top + height - window.innerHeight + edge)
    }
  }, [current])
  // A row that is far away is there only after the page has scrolled to it.
  const isToFollow = useRef(false)
  const movesBefore = useRef(moves)
  useLayoutEffect(() => {
    if (movesBefore.current !== moves) isToFollow.current = true
    movesBefore.current = moves
    const active = document.activeElement
    const isTyping = active?.matches('input:not([type=checkbox]), select, textarea') ?? false
    if (current === null || isTyping) isToFollow.current = false
    const row =
      current === null ? null : place.current?.querySelector(`[data-id="${CSS.escape(current)}"]`)
    if (row === null || row === undefined) return
    // The title has it after one has come here: then it is for the row on which one was.
    const isNowhere = active === null || active === document.body || active.matches('h1')
    const isFree = isNowhere || place.current?.contains(active)
    const follows = isToFollow.current || isFree === true
    isToFollow.current = false
    if (!follows || row.contains(active)) return
    isMoving.current = true
    row.querySelector('a')?.focus({ preventScroll: true })
    isMoving.current = false
  }, [current, from, to, moves])

  // Where the focus goes because of a key is known already; said again, late, it would contradict the next key.
  const focused = useStable((id: string) => {
    if (!isMoving.current) onCurrent(id)
  })

  const isAll = selected.size > 0 && rows.every(({ id }) => selected.has(id))
  return (
    <div class="rows">
      <div role="table" aria-label="Alerts" aria-rowcount={isComplete ? rows.length + 1 : -1}>
        <div role="rowgroup">
          <div role="row" class="row head" aria-rowindex={1}>
            <span role="columnheader" class="select">
              <input
                type="checkbox"
                aria-label="Select all that are loaded"
                checked={isAll}
                onChange={() => onSelectAll(!isAll)}
              />
            </span>
            <span role="columnheader" class="how-bad">
              Severity
            </span>
            <span role="columnheader" class="what">
              Alert
            </span>
            <span role="columnheader" class="who">
              Standing
            </span>
            <span role="columnheader" class="count">
              Events
            </span>
            <span role="columnheader" class="age">
              Opened
            </span>
          </div>
        </div>
        <div
          role="rowgroup"
          ref={place}
          class="window"
          style={{ height: `${rows.length * height}px` }}
        >
          {taken > 0 && taken >= from && taken < to && (
            <div
              class="divide"
              role="presentation"
              style={{ transform: `translateY(${taken * height}px)` }}
            />
          )}
          {shown.map((alert, index) => (
            <AlertRow
              key={alert.id}
              alert={alert}
              index={from + index}
              top={(from + index) * height}
              isCurrent={alert.id === current}
              isSelected={selected.has(alert.id)}
              onSelect={onSelect}
              onCurrent={focused}
            />
          ))}
        </div>
      </div>
      {!isComplete && (
        <Button class="more" onClick={onMore}>
          Show more
        </Button>
      )}
    </div>
  )
}
