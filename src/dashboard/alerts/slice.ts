import type { AlertView } from '../../contract/alerts.ts'

/** A page of a list, as the API gives it. */
export interface Page {
  items: AlertView[]
  nextCursor: string | null
}

export type AskPage = (query: Record<string, string>) => Promise<Page>

/** So many at least are asked for at once, and at most. */
export const page = { least: 200, most: 1_000 }

/** A part of a list whose alerts come in the order of the API, newest first, and of which more can be had. */
export interface Slice {
  size(): number
  /** Those that are known, in the order in which they are shown. */
  sorted(): readonly AlertView[]
  /** Whether it was asked for at all, and whether there are no more than those that are known. */
  isAsked(): boolean
  isComplete(): boolean
  /** Asks for the next page. */
  more(): Promise<void>
  /** Asks for as many again as there are. */
  again(): Promise<void>
  find(id: string): AlertView | undefined
  /** Takes up what is told of an alert: if it belongs here, and is not behind what is known. */
  hear(alert: AlertView, fits: boolean): void
}

export interface SliceParts {
  ask: AskPage
  query: Record<string, string>
  /** Which of those that fit the list belong here. */
  takes: (alert: AlertView) => boolean
  order: (a: AlertView, b: AlertView) => number
}

export function createSlice({ ask, query, takes, order }: SliceParts): Slice {
  let items = new Map<string, AlertView>()
  /** Until something changes. */
  let sorted: readonly AlertView[] | null = null
  let cursor: string | null = null
  let isAsked = false
  let isComplete = false
  /** The oldest one that was given; what is older may be there, and is not known. */
  let last = Infinity

  function askFor(limit: number, from: string | null): Promise<Page> {
    return ask({ ...query, limit: String(limit), ...(from !== null && { cursor: from }) })
  }

  function take(found: readonly AlertView[], nextCursor: string | null): void {
    for (const alert of found) items.set(alert.id, alert)
    cursor = nextCursor
    isAsked = true
    isComplete = nextCursor === null
    last = found.reduce((least, { id }) => Math.min(least, Number(id)), last)
    sorted = null
  }

  return {
    size: () => items.size,
    sorted: () => (sorted ??= Array.from(items.values()).toSorted(order)),
    isAsked: () => isAsked,
    isComplete: () => isComplete,
    find: (id) => items.get(id),

    async more() {
      if (isComplete) return
      const { items: found, nextCursor } = await askFor(page.least, cursor)
      take(found, nextCursor)
    },

    async again() {
      const wanted = Math.max(items.size, page.least)
      const found: AlertView[] = []
      let next: string | null = null
      do {
        const limit = Math.min(page.most, Math.max(page.least, wanted - found.length))
        const answer: Page = await askFor(limit, next)
        found.push(...answer.items)
        next = answer.nextCursor
      } while (next !== null && found.length < wanted)
      items = new Map()
      last = Infinity
      take(found, next)
    },

    hear(alert, fits) {
      const isKnownPart = isComplete || Number(alert.id) >= last
      if (fits && isKnownPart && takes(alert)) items.set(alert.id, alert)
      else if (!items.delete(alert.id)) return
      sorted = null
    },
  }
}
