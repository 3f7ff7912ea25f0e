import { computed, signal, type ReadonlySignal } from '@preact/signals'
import type { AlertView } from '../../contract/alerts.ts'
import { severities } from '../../core/severity.ts'
import { sentenceOf } from '../problem.ts'
import { askedFor, fits, orderOf, type AlertFilter } from './filter.ts'
import { createSlice, page, type AskPage, type Slice } from './slice.ts'

export interface AlertList {
  /** In the order in which they are shown; undefined until the first are here. */
  rows: ReadonlySignal<AlertView[] | undefined>
  /** Whether there are no more than `rows`. */
  isComplete: ReadonlySignal<boolean>
  fault: ReadonlySignal<string | null>
  /** Asks for more. */
  more(): Promise<void>
  /** Asks for all anew, when everything may be different. */
  again(): Promise<void>
  /** Takes up what is told of an alert. */
  hear(alert: AlertView): void
}

/**
 * The alerts of a filter, in the order in which people want to see them, which is not the order in which the API gives them. Most
 * lists are short, and are asked for whole; a long one is asked for in slices, each of one status and severity, from the worst on.
 */
export function createAlertList(filter: AlertFilter, ask: AskPage, now: () => number): AlertList {
  const order = orderOf(filter.view)
  const isByNewest = filter.view === 'all' || filter.view === 'resolved'
  const takes = () => true
  let slices: Slice[] = [createSlice({ ask, query: askedFor(filter), takes, order })]
  const version = signal(0)
  const fault = signal<string | null>(null)
  const told = new Map<string, AlertView>()
  let isLoaded = false
  let running = Promise.resolve()
  let waiting = 0

  /** One after the other; what is told meanwhile is taken up after that, because the answer may be older. */
  function run(work: () => Promise<void>): Promise<void> {
    waiting += 1
    running = running.then(() => load(work))
    return running
  }

  async function load(work: () => Promise<void>): Promise<void> {
    try {
      await work()
      fault.value = null
      isLoaded = true
    } catch (error) {
      fault.value = sentenceOf(error)
    }
    waiting -= 1
    for (const alert of told.values()) put(alert)
    if (waiting === 0) told.clear()
    version.value += 1
  }

  function put(alert: AlertView): void {
    const isOld = slices.some((slice) => (slice.find(alert.id)?.revision ?? 0) > alert.revision)
    if (isOld) return
    const isIn = fits(filter, alert, now())
    for (const slice of slices) slice.hear(alert, isIn)
  }

  async function loadAll(): Promise<void> {
    const asked = slices.filter((slice, index) => index === 0 || slice.isAsked())
    await Promise.all(asked.map((slice) => slice.again()))
    const [only] = slices
    if (isByNewest || slices.length > 1 || only === undefined || only.isComplete()) return
    const parts = divided(filter, ask, order)
    await fill(parts)
    slices = parts
  }

  /** Asks for the first slices, until there is enough to be shown. */
  async function fill(parts: readonly Slice[]): Promise<void> {
    let size = 0
    for (const slice of parts) {
      if (size >= page.least) return
      await slice.more()
      size += slice.size()
    }
  }

  /** A slice may be empty, and a page, too: goes on until there is one more row. */
  async function more(): Promise<void> {
    for (;;) {
      const next = slices.find((slice) => !slice.isComplete())
      const before = next?.size()
      await next?.more()
      if (next?.size() !== before || next === undefined) return
    }
  }

  const reached = computed(() => {
    void version.value
    const first = slices.findIndex((slice) => !slice.isComplete())
    return first === -1 ? { shown: slices, isComplete: true } : upTo(first)
  })
  function upTo(first: number) {
    return { shown: slices.slice(0, first + 1), isComplete: false }
  }

  return {
    rows: computed(() => {
      const { shown } = reached.value
      return isLoaded ? shown.flatMap((slice) => slice.sorted()) : undefined
    }),
    isComplete: computed(() => reached.value.isComplete),
    fault,
    async more() {
      if (waiting === 0) await run(more)
    },
    again: () => run(loadAll),
    hear(alert) {
      if (waiting === 0) {
        put(alert)
        version.value += 1
      } else {
        const before = told.get(alert.id)
        if (before === undefined || before.revision <= alert.revision) told.set(alert.id, alert)
      }
    },
  }
}

function divided(
  filter: AlertFilter,
  ask: AskPage,
  order: (a: AlertView, b: AlertView) => number,
): Slice[] {
  const wanted = filter.severities.length === 0 ? severities : filter.severities
  return (['open', 'acknowledged'] as const).flatMap((status) =>
    wanted.map((severity) =>
      createSlice({
        ask,
        query: { ...askedFor(filter), status, severity },
        takes: (alert) => alert.status === status && alert.severity === severity,
        order,
      }),
    ),
  )
}
