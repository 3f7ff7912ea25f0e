import { computed, signal } from '@preact/signals'
import type { EventCountsView } from '../contract/events.ts'
import type { StatisticsView } from '../contract/statistics.ts'
import { severities, type Severity } from '../core/severity.ts'
import { calls } from './api.ts'
import { timeNow } from './clock.ts'
import { onNews, tell } from './live/live.ts'
import { query } from './navigation.ts'
import { createAsking } from './parts/asking.ts'
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
/** ms between an answer and the next question while alerts change; more when the server takes long. */
const spacing = { least: 600, most: 3_000, timesAsLong: 5 }
/** ms: the hours of the chart move on, too. */
const refreshEvery = 60_000
/** ms: by then it was asked again. */
const longestWait = 3_600_000

/** Whole hours, so that what is asked early is what is asked then. */
export function askedFor(asked: Range): { interval: 'hour'; from: string } {
  const from = Math.floor(Date.now() / hour - ranges[asked] + 1) * hour
  return { interval: 'hour', from: new Date(from).toISOString() }
}

interface Keeping {
  /** Asks for the figures soon, or at once. */
  refresh(isUrgent?: boolean): void
  end(): void
}

function createKeeping(): Keeping {
  let timer: ReturnType<typeof setTimeout> | undefined
  let waking: ReturnType<typeof setTimeout> | undefined
  let wokenAt: string | null = null
  let isAsking = false
  let isWanted = false
  let notBefore = 0
  let took = 0
  const asking = createAsking(
    async () => {
      const asked = range.peek()
      const begun = performance.now()
      const answer = await calls.showStatistics(askedFor(asked))
      took = performance.now() - begun
      return { asked, answer }
    },
    {
      onAnswer({ asked, answer }) {
        settle()
        if (asked !== range.peek()) return
        statistics.value = answer
        eventCounts.value = answer.events
        wakeAt(answer.nextSnoozeEndsAt)
      },
      // The connection says so, and it is asked again by itself.
      onFault: () => settle(),
    },
  )

  /** A snooze ends without anybody being told: whatever shows alerts asks anew. */
  function wakeAt(at: string | null): void {
    clearTimeout(waking)
    // Once for each: where the clocks do not agree it is seen with the next answer.
    const wait = at === null || at === wokenAt ? Infinity : Date.parse(at) - timeNow()
    if (wait > longestWait) return
    waking = setTimeout(
      () => {
        wokenAt = at
        tell('reload', {})
      },
      Math.max(1_000, wait + 100),
    )
  }

  /** What was wanted while an answer was on its way waits as long as anything else. */
  function settle(): void {
    const pause = Math.min(spacing.most, Math.max(spacing.least, took * spacing.timesAsLong))
    notBefore = performance.now() + pause
    isAsking = false
    if (isWanted) refresh()
  }

  function refresh(): void {
    isWanted = isAsking
    if (!isAsking) timer ??= setTimeout(ask, Math.max(0, notBefore - performance.now()))
  }

  function ask(): void {
    clearTimeout(timer)
    timer = undefined
    isAsking = true
    isWanted = false
    void asking.again()
  }

  return {
    refresh(isUrgent = false) {
      if (isUrgent) ask()
      else refresh()
    },
    end() {
      clearTimeout(timer)
      clearTimeout(waking)
      asking.end()
    },
  }
}

let keeping: Keeping | null = null

/** Lets the chart go over another time. */
export function showRange(next: Range): void {
  if (next === range.peek()) return
  range.value = next
  keeping?.refresh(true)
}

whenSomebodyElse(() => {
  statistics.value = undefined
  eventCounts.value = undefined
})

/** Keeps the figures up to date, until what it gives back is called. */
export function keepSummary(): () => void {
  const mine = createKeeping()
  keeping = mine
  mine.refresh(true)
  const stop = onNews((name, told) => {
    if (name === 'events') eventCounts.value = told as EventCountsView
    else mine.refresh()
  })
  const every = setInterval(() => mine.refresh(), refreshEvery)
  return () => {
    stop()
    clearInterval(every)
    mine.end()
    keeping = null
  }
}
