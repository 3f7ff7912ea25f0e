import { computed, signal, type ReadonlySignal } from '@preact/signals'
import type { AlertView } from '../../contract/alerts.ts'
import { severities } from '../../core/severity.ts'
import { askedFor, fits, orderOf, type AlertFilter } from './filter.ts'
import { failureOf } from '../parts/patience.ts'
import { createTurns } from '../parts/turns.ts'
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
  /** Asks for nothing more by itself. */
  end(): void
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
  /** Of what was told of each the latest revision: not everything is told in order. */
  const latest = createRevisions()
  /** What was told since the last question was asked, because the answer may be older. */
  const told = new Map<string, AlertView>()
  const turns = createTurns()
  let isLoaded = false
  let retry: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let isOver = false

  async function load(work: () => Promise<void>): Promise<void> {
    clearTimeout(retry)
    told.clear()
    try {
      await work()
      fault.value = null
      isLoaded = true
      failures = 0
    } catch (error) {
      const { text, after } = failureOf(error, ++failures)
      fault.value = text
      if (after !== null && !isOver) retry = setTimeout(() => void again(), after)
    }
    for (const alert of told.values()) put(alert)
    version.value += 1
  }

  const again = () => turns('again', () => load(loadAll))

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
    more: () => turns('more', () => load(more)),
    again,
    hear(alert) {
      if (!latest.take(alert)) return
      told.set(alert.id, alert)
      put(alert)
      version.value += 1
    },
    end() {
      isOver = true
      clearTimeout(retry)
    },
  }
}

/** The revisions of so many alerts are remembered. */
const mostRemembered = 10_000

function createRevisions() {
  const known = new Map<string, number>()
  return {
    /** Remembers one, and says whether it is the latest. */
    take({ id, revision }: AlertView): boolean {
      if ((known.get(id) ?? -1) > revision) return false
      known.delete(id)
      known.set(id, revision)
      const [oldest] = known.keys()
      if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest)
      return true
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
