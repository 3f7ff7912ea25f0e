import { computed, signal, type ReadonlySignal } from '@preact/signals'
import type { AlertView } from '../../contract/alerts.ts'
import { severities } from '../../core/severity.ts'
import { sentenceOf } from '../problem.ts'
import { askedFor, fits, orderOf, type AlertFilter } from './filter.ts'
import { createSlice, type AskPage, type Slice } from './slice.ts'

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
  let slices: Slice[] = [createSlice(ask, askedFor(filter), () => true)]
  const version = signal(0)
  const fault = signal<string | null>(null)
  const told = new Map<string, AlertView>()
  let isLoaded = false
  let running: Promise<void> | null = null

  /** One after the other; what is told meanwhile is taken up after that, because the answer may be older. */
  async function run(work: () => Promise<void>): Promise<void> {
    while (running !== null) await running
    running = work()
      .then(() => {
        fault.value = null
        isLoaded = true
      })
      .catch((error: unknown) => {
        fault.value = sentenceOf(error)
      })
      .finally(() => {
        running = null
        for (const alert of told.values()) put(alert)
        told.clear()
        version.value += 1
      })
    await running
  }

  function put(alert: AlertView): void {
    for (const slice of slices) {
      const known = slice.items.get(alert.id)
      if (known !== undefined && known.revision > alert.revision) return
    }
    const isIn = fits(filter, alert, now())
    for (const slice of slices) {
      if (isIn) slice.add(alert)
      else slice.items.delete(alert.id)
    }
  }

  async function loadAll(): Promise<void> {
    await Promise.all(slices.map((slice) => slice.again()))
    const [only] = slices
    if (isByNewest || slices.length > 1 || only === undefined || only.isComplete()) return
    const parts = divided(filter, ask)
    await Promise.all(parts.map((slice) => slice.again()))
    slices = parts
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
      if (!isLoaded) return undefined
      return shown.flatMap(({ items }) => [...items.values()]).toSorted(order)
    }),
    isComplete: computed(() => reached.value.isComplete),
    fault,
    async more() {
      const next = slices.find((slice) => !slice.isComplete())
      if (next !== undefined && running === null) await run(() => next.more())
    },
    again: () => run(loadAll),
    hear(alert) {
      if (running === null) {
        put(alert)
        version.value += 1
      } else {
        const before = told.get(alert.id)
        if (before === undefined || before.revision <= alert.revision) told.set(alert.id, alert)
      }
    },
  }
}

function divided(filter: AlertFilter, ask: AskPage): Slice[] {
  const wanted = filter.severities.length === 0 ? severities : filter.severities
  return (['open', 'acknowledged'] as const).flatMap((status) =>
    wanted.map((severity) =>
      createSlice(
        ask,
        { ...askedFor(filter), status, severity },
        (alert) => alert.status === status && alert.severity === severity,
      ),
    ),
  )
}
