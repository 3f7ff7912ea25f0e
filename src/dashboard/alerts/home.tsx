import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { AlertView } from '../../contract/alerts.ts'
import { calls } from '../api.ts'
import { now } from '../clock.ts'
import { useKeys } from '../frame/keys.tsx'
import { Page } from '../frame/page.tsx'
import { go, query } from '../navigation.ts'
import { Fault } from '../parts/fault.tsx'
import { useStable } from '../parts/stable.ts'
import { Wait } from '../parts/wait.tsx'
import { openCount, worst } from '../summary.ts'
import { Bulk } from './bulk.tsx'
import { Chart } from './chart.tsx'
import { wasDecidedHere } from './decisions.ts'
import { Counters, Intake } from './counters.tsx'
import { keysFor, useDeciding } from './deciding.tsx'
import { filterIn, isNarrow } from './filter.ts'
import { clear, Filters } from './filters.tsx'
import { keepList, lastList } from './last-list.ts'
import { createAlertList } from './list.ts'
import { Nothing } from './nothing.tsx'
import { Rows } from './rows.tsx'

/** What is wrong now. */
export function Home() {
  const search = query.value.toString()
  const filterText = JSON.stringify(filterIn(query.value))
  const filter = useMemo(() => filterIn(query.value), [filterText])
  const address = search === '' ? '/' : `/?${search}`
  const list = useMemo(() => {
    if (lastList.list !== null && lastList.filter === filterText) return lastList.list
    return createAlertList(
      filter,
      (asked) => calls.listAlerts(asked),
      () => now.peek(),
    )
  }, [filter])
  useEffect(() => keepList(list, filterText), [list])

  const found = list.rows.value
  const last = useRef(found)
  if (found !== undefined) last.current = found
  // While the next is on its way, what was there stays: nothing jumps.
  const rows = found ?? last.current

  const [current, setCurrent] = useState<string | null>(lastList.current)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    Object.assign(lastList, { place: address, current })
  }, [address, current])
  const anchor = useRef<string | null>(null)
  const chosen = (rows ?? []).filter(({ id }) => selected.has(id))
  const deciding = useDeciding((rows ?? []).flatMap(({ assignee }) => assignee ?? []))

  // Where the current one was: another one stands there when it is gone.
  const gap = useRef<number | null>(null)
  const [moves, setMoves] = useState(0)
  function move(step: 1 | -1): void {
    if (rows === undefined || rows.length === 0) return
    const at = rows.findIndex(({ id }) => id === current)
    const seen = seenRows()
    const isSeen = at >= seen.from && at <= seen.to
    // One goes on from where one is, or else from what one sees.
    const after = isSeen ? at + step : startFrom(at === -1 ? gap.current : null, seen, step)
    setCurrent(rows[Math.max(0, Math.min(rows.length - 1, after))]?.id ?? null)
    gap.current = null
    setMoves(moves + 1)
  }

  const select = useStable((id: string, isRange: boolean): void => {
    const next = new Set(selected)
    const ids = (rows ?? []).map((alert) => alert.id)
    const from = ids.indexOf(anchor.current ?? '')
    const to = ids.indexOf(id)
    const isOn = !selected.has(id)
    const some =
      isRange && from !== -1 ? ids.slice(Math.min(from, to), Math.max(from, to) + 1) : [id]
    for (const each of some) {
      if (isOn) next.add(each)
      else next.delete(each)
    }
    anchor.current = id
    setSelected(next)
  })

  const meant = () => (chosen.length > 0 ? chosen : (rows ?? []).filter(({ id }) => id === current))
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => {
      if (current !== null) go(`/alerts/${current}`)
    },
    x: () => {
      if (current !== null) select(current, false)
    },
    '/': () => document.getElementById('search')?.focus(),
    Escape: () => {
      if (selected.size > 0) setSelected(new Set())
      else if (isNarrow(filter)) clear()
    },
    ...keysFor(deciding, meant),
  })

  // What one decided about goes, and the next one is where it was. What goes by itself takes its place along: the next key must not
  // mean another one.
  const before = useRef<readonly AlertView[]>([])
  useEffect(() => {
    if (rows === undefined) return
    const at = before.current.findIndex(({ id }) => id === current)
    const then = rows.find(({ id }) => id === current)
    if (current !== null && at !== -1 && then?.status !== before.current[at]?.status) {
      gap.current = at
      if (wasDecidedHere(current)) setCurrent(rows[Math.min(at, rows.length - 1)]?.id ?? null)
      else if (then === undefined) setCurrent(null)
    }
    before.current = rows
  }, [rows])

  return (
    <Page title={headline()} name="Alerts">
      <Intake />
      <div class="overview">
        <Counters filter={filter} />
        <Chart />
      </div>
      <Filters filter={filter} />
      <Fault text={list.fault.value} />
      {rows === undefined ? (
        list.fault.value === null && <Wait lines={8} />
      ) : rows.length === 0 && list.isComplete.value ? (
        <Nothing filter={filter} />
      ) : (
        <Rows
          rows={rows}
          view={filter.view}
          isComplete={list.isComplete.value}
          onMore={() => void list.more()}
          current={current}
          moves={moves}
          onCurrent={setCurrent}
          selected={selected}
          onSelect={select}
          onSelectAll={(isOn) => setSelected(new Set(isOn ? rows.map(({ id }) => id) : []))}
        />
      )}
      <Bulk chosen={chosen} deciding={deciding} onClear={() => setSelected(new Set())} />
      {deciding.dialog}
    </Page>
  )
}

interface Range {
  from: number
  to: number
}

/** Which rows can be seen as a whole. */
function seenRows(): Range {
  const place = document.querySelector('.window')
  const height = place?.querySelector<HTMLElement>('.row')?.offsetHeight ?? 0
  if (place === null || height === 0) return { from: 0, to: 0 }
  const top = -place.getBoundingClientRect().top
  return {
    from: Math.max(0, Math.ceil(top / height)),
    to: Math.floor((top + window.innerHeight) / height) - 1,
  }
}

/** Where one begins who is nowhere. @param gap where the one was on which one was */
function startFrom(gap: number | null, { from, to }: Range, step: 1 | -1): number {
  if (gap === null || gap < from || gap > to) return step === 1 ? from : to
  return step === 1 ? gap : gap - 1
}

function headline(): string {
  const count = openCount.value
  if (count === null) return 'Alerts'
  if (count === 0) return 'Nothing is wrong'
  const isBad = worst.value === 'critical' || worst.value === 'error'
  const alerts = count === 1 ? '1 alert is' : `${count.toLocaleString('en')} alerts are`
  return `${alerts} open${isBad ? '' : ', nothing serious'}`
}
