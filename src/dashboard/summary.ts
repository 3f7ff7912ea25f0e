import { computed, signal } from '@preact/signals'
import type { EventCountsView } from '../contract/events.ts'
import type { StatisticsView } from '../contract/statistics.ts'
import { severities, type Severity } from '../core/severity.ts'
import { calls } from './api.ts'
import { onNews } from './live/live.ts'
import { query } from './navigation.ts'
import { whenSomebodyElse } from './session.ts'

export const ranges = { '24h': 24, '7d': 168, '30d': 720 } as const
export type Range = keyof typeof ranges

/** The range that an address says. */
export function rangeIn(address: URLSearchParams): Range {
  const said = address.get('range') ?? ''
  return Object.hasOwn(ranges, said) ? (said as Range) : '24h'
}

/** Over which time the chart goes. */
export const range = signal(rangeIn(query.peek()))

/** What there is, in figures; undefined until that is known. */
export const statistics = signal<StatisticsView | undefined>(undefined)

/** What has come in; told more often than the rest. */
export const eventCounts = signal<EventCountsView | undefined>(undefined)

/** How many alerts of each severity are open and not snoozed: the ones that somebody should look at. */
export const awake = computed(() => {
  const figures = statistics.value
  if (figures === undefined) return null
  const countOf = (each: Severity) => figures.open[each] - figures.snoozedBySeverity[each]
  return new Map(severities.map((each) => [each, countOf(each)]))
})

/** How many these are together: what the title and the icon of the page tell. */
export const openCount = computed(
  () => awake.value && [...awake.value.values()].reduce((sum, count) => sum + count, 0),
)

/** The worst severity among them. */
export const worst = computed<Severity | null>(
  () => severities.find((each) => (awake.value?.get(each) ?? 0) > 0) ?? null,
)

const hour = 60 * 60_000
/** ms between two times that figures are asked for while alerts change; more when the server takes long. */
const spacing = { least: 700, most: 3_000, timesAsLong: 10 }
/** ms: a snooze ends without anybody being told. */
const refreshEvery = 60_000

let timer: ReturnType<typeof setTimeout> | undefined
let askedAt = -Infinity
/** The shortest that an answer took is what the way takes; the rest the server. */
let way = Infinity
let took = 0

/** Asks for the figures, soon. */
export function refreshSummary(): void {
  const pause = Math.min(spacing.most, Math.max(spacing.least, (took - way) * spacing.timesAsLong))
  timer ??= setTimeout(refreshNow, Math.max(0, askedAt + pause - performance.now()))
}

function refreshNow(): void {
  clearTimeout(timer)
  timer = undefined
  askedAt = performance.now()
  void ask()
}

/** Lets the chart go over another time. */
export function showRange(next: Range): void {
  if (next === range.peek()) return
  range.value = next
  refreshNow()
}

/** Whole hours, so that what is asked early is what is asked then. */
export function askedFor(asked: Range): { interval: 'hour'; from: string } {
  const from = Math.floor(Date.now() / hour - ranges[asked] + 1) * hour
  return { interval: 'hour', from: new Date(from).toISOString() }
}

async function ask(): Promise<void> {
  const asked = range.value
  const begun = performance.now()
  try {
    const answer = await calls.showStatistics(askedFor(asked))
    took = performance.now() - begun
    way = Math.min(way, took)
    if (asked !== range.value) return
    statistics.value = answer
    eventCounts.value = answer.events
  } catch {
    // The connection says so; it is asked again with the next change.
  }
}

whenSomebodyElse(() => {
  statistics.value = undefined
  eventCounts.value = undefined
})

/** Keeps the figures up to date, until what it gives back is called. */
export function keepSummary(): () => void {
  refreshSummary()
  const stop = onNews((name, told) => {
    if (name === 'events') eventCounts.value = told as EventCountsView
    else refreshSummary()
  })
  const every = setInterval(refreshSummary, refreshEvery)
  return () => {
    stop()
    clearInterval(every)
    clearTimeout(timer)
    timer = undefined
  }
}
