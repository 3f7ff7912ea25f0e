import uPlot from 'uplot'
import { severities } from '../../core/severity.ts'
import { columnText, stacked, type Column } from './chart-columns.ts'

export interface Plotted {
  columns: Column[]
  by: 'hour' | 'day'
  /** Hears at which column one points; null: at none. */
  onHover: (index: number | null) => void
}

/** px */
const height = 104

/** Draws the columns into a box, as wide as that. */
export function plotIn(box: HTMLElement, { columns, by, onHover }: Plotted): uPlot {
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
      padding: [6, 14, 0, 0],
      legend: { show: false },
      cursor: { x: false, y: false, points: { show: false }, drag: { x: false, y: false } },
      hooks: { setCursor: [({ cursor }) => onHover(cursor.idx ?? null)] },
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
          values: (_, splits) => splits.map((at) => columnText(at * 1000, by)),
        },
        {
          stroke: quiet,
          font,
          size: (_, values) => 10 + 7 * Math.max(2, ...(values ?? []).map(({ length }) => length)),
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
