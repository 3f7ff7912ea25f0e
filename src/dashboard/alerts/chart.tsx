import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type uPlot from 'uplot'
import { severities } from '../../core/severity.ts'
import { query, say } from '../navigation.ts'
import { range, rangeIn, ranges, showRange, statistics, type Range } from '../summary.ts'
import { columnsOf, columnText, startOfDay, type Column } from './chart-columns.ts'
import type { Plotted } from './chart-plot.ts'

/** How many alerts opened, over time, by severity. */
export function Chart() {
  const alerts = statistics.value?.alerts
  const by = range.value === '24h' ? 'hour' : 'day'
  const columns = useMemo(
    () => (alerts === undefined ? [] : columnsOf(alerts, by, startOfDay)),
    [alerts, by],
  )
  const [hovered, setHovered] = useState<number | null>(null)
  const chosen = rangeIn(query.value)
  useEffect(() => showRange(chosen), [chosen])

  return (
    <section class="card chart" aria-label="Alerts over time">
      <header>
        <Head columns={columns} hovered={hovered === null ? undefined : columns[hovered]} by={by} />
        <div class="choice" role="group" aria-label="Time">
          {(Object.keys(ranges) as Range[]).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={chosen === each}
              onClick={() => say({ range: each === '24h' ? null : each }, { replace: true })}
            >
              {each}
            </button>
          ))}
        </div>
      </header>
      <Plot columns={columns} by={by} onHover={setHovered} />
      <Figures columns={columns} by={by} />
    </section>
  )
}

interface HeadProps {
  columns: readonly Column[]
  hovered: Column | undefined
  by: 'hour' | 'day'
}

/** How many there are in all, or in the column that one points at. */
function Head({ columns, hovered, by }: HeadProps) {
  if (hovered === undefined) {
    const total = columns.reduce((sum, each) => sum + totalOf(each), 0)
    return (
      <h2>
        <span class="number">{total.toLocaleString('en')}</span> opened
      </h2>
    )
  }
  const counts = severities.filter((each) => hovered[each] > 0)
  const words = counts.map((each) => `${hovered[each].toLocaleString('en')} ${each}`)
  return (
    <h2>
      <span class="number">{columnText(hovered.at, by)}</span> {words.join(', ') || 'none'}
    </h2>
  )
}

function totalOf(column: Column): number {
  return severities.reduce((sum, each) => sum + column[each], 0)
}

function Plot({ columns, by, onHover }: Plotted) {
  const place = useRef<HTMLDivElement>(null)
  const latest = useRef({ columns, by, onHover })
  const draw = useRef<() => void>(() => {})
  latest.current = { columns, by, onHover }

  useEffect(() => {
    const box = place.current
    if (box === null) return undefined
    let plot: uPlot | null = null
    let isGone = false
    // The first view does not wait for the library that draws.
    const drawing = import('./chart-plot.ts')
    const make = async () => {
      const { plotIn } = await drawing
      plot?.destroy()
      plot = isGone || box.clientWidth === 0 ? null : plotIn(box, latest.current)
    }
    const makeOrLeave = () => {
      // What it shows stands beside it in words, and the connection says that something is wrong.
      make().catch(() => {})
    }
    draw.current = makeOrLeave
    const watch = new ResizeObserver(makeOrLeave)
    watch.observe(box)
    const dark = matchMedia('(prefers-color-scheme: dark)')
    dark.addEventListener('change', makeOrLeave)
    return () => {
      isGone = true
      watch.disconnect()
      dark.removeEventListener('change', makeOrLeave)
      plot?.destroy()
    }
  }, [])
  useEffect(() => draw.current(), [columns, by])

  return <div ref={place} class="plot" aria-hidden="true" />
}

/** The same figures for those who cannot see the drawing. */
function Figures({ columns, by }: { columns: Column[]; by: 'hour' | 'day' }) {
  const busy = columns.filter((column) => totalOf(column) > 0)
  const format = new Intl.DateTimeFormat(undefined, {
    dateStyle: 'medium',
    ...(by === 'hour' && { timeStyle: 'short' }),
  })
  return (
    <table class="sr">
      <caption>Alerts that opened, by {by}; those with none are left out</caption>
      <thead>
        <tr>
          <th scope="col">{by}</th>
          {severities.map((each) => (
            <th key={each} scope="col">
              {each}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {busy.map((column) => (
          <tr key={column.at}>
            <th scope="row">{format.format(column.at)}</th>
            {severities.map((each) => (
              <td key={each}>{column[each]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
