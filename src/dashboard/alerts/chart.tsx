import { useEffect, useMemo, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import { severities } from '../../core/severity.ts'
import { range, ranges, showRange, statistics, type Range } from '../summary.ts'
import { columnsOf, stacked, startOfDay, type Column } from './chart-columns.ts'

const height = 104

/** How many alerts opened, over time, by severity. */
export function Chart() {
  const alerts = statistics.value?.alerts
  const by = range.value === '24h' ? 'hour' : 'day'
  const columns = useMemo(
    () => (alerts === undefined ? [] : columnsOf(alerts, by, startOfDay)),
    [alerts, by],
  )
  const total = columns.reduce((sum, each) => sum + totalOf(each), 0)

  return (
    <section class="card chart" aria-label="Alerts over time">
      <header>
        <h2>
          <span class="number">{total.toLocaleString('en')}</span> opened
        </h2>
        <div class="choice" role="group" aria-label="Time">
          {(Object.keys(ranges) as Range[]).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={range.value === each}
              onClick={() => showRange(each)}
            >
              {each}
            </button>
          ))}
        </div>
      </header>
      <Plot columns={columns} by={by} />
      <Figures columns={columns} by={by} />
    </section>
  )
}

function totalOf(column: Column): number {
  return severities.reduce((sum, each) => sum + column[each], 0)
}

function Plot({ columns, by }: { columns: Column[]; by: 'hour' | 'day' }) {
  const place = useRef<HTMLDivElement>(null)
  const latest = useRef({ columns, by })
  const draw = useRef<() => void>(() => {})
  latest.current = { columns, by }

  useEffect(() => {
    const box = place.current
    if (box === null) return undefined
    let plot: uPlot | null = null
    const make = () => {
      plot?.destroy()
      plot = box.clientWidth === 0 ? null : plotIn(box, latest.current.columns, latest.current.by)
    }
    draw.current = make
    const watch = new ResizeObserver(make)
    watch.observe(box)
    const dark = matchMedia('(prefers-color-scheme: dark)')
    dark.addEventListener('change', make)
    return () => {
      watch.disconnect()
      dark.removeEventListener('change', make)
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

function plotIn(box: HTMLElement, columns: Column[], by: 'hour' | 'day'): uPlot {
  const colour = (name: string) => getComputedStyle(box).getPropertyValue(name).trim()
  const ends = stacked(columns)
  const bars = uPlot.paths.bars?.({ size: [0.7, 28, 2], radius: 0.15, gap: 0 })
  const quiet = colour('--quiet')
  const line = colour('--line')
  const font = `11px ${getComputedStyle(box).fontFamily}`
  // What stands on top is drawn first, so that the rest covers its foot.
  const shown = severities.map((severity) => ({
    severity,
    ends: ends[3 - severities.indexOf(severity)] ?? [],
  }))
  const placeOf = (index: number) => (columns.at(index)?.at ?? 0) / 1000
  const half = by === 'hour' ? 1_800 : 43_200
  const most = Math.max(4, ...(ends.at(-1) ?? []))
  return new uPlot(
    {
      width: box.clientWidth,
      height,
      padding: [6, 4, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: true, range: [placeOf(0) - half, placeOf(columns.length - 1) + half] },
        y: { range: [0, Math.ceil(most * 1.05)] },
      },
      axes: [
        {
          stroke: quiet,
          font,
          size: 20,
          gap: 4,
          grid: { show: false },
          ticks: { show: false },
          space: 56,
          values: (_, splits) => splits.map((at) => axisText(at * 1000, by)),
        },
        {
          stroke: quiet,
          font,
          size: 30,
          gap: 4,
          grid: { stroke: line, width: 1 },
          ticks: { show: false },
          space: 28,
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 100000, 1000000],
        },
      ],
      series: [
        {},
        ...shown.map(({ severity }) => ({
          fill: colour(`--${severity}-strong`),
          width: 0,
          points: { show: false },
          ...(bars !== undefined && { paths: bars }),
        })),
      ],
    },
    [columns.map(({ at }) => at / 1000), ...shown.map((each) => each.ends)],
    box,
  )
}

function axisText(at: number, by: 'hour' | 'day'): string {
  return new Intl.DateTimeFormat(
    undefined,
    by === 'hour'
      ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
      : { month: 'short', day: 'numeric' },
  ).format(at)
}
