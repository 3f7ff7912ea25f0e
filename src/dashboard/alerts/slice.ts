import type { AlertView } from '../../contract/alerts.ts'

/** A page of a list, as the API gives it. */
export interface Page {
  items: AlertView[]
  nextCursor: string | null
}

export type AskPage = (query: Record<string, string>) => Promise<Page>

/** So many at least are asked for at once, and at most. */
export const page = { least: 250, most: 1_000 }

/** A part of a list whose alerts come in the order of the API, newest first, and of which more can be had. */
export interface Slice {
  /** Whether an alert belongs into it. */
  takes: (alert: AlertView) => boolean
  items: Map<string, AlertView>
  isComplete: () => boolean
  /** Asks for the next page. */
  more(): Promise<void>
  /** Asks for as many again as there are. */
  again(): Promise<void>
  /** Takes up what is told of an alert that belongs here, if it is not behind what is known. */
  add(alert: AlertView): void
}

export function createSlice(
  ask: AskPage,
  query: Record<string, string>,
  takes: Slice['takes'],
): Slice {
  let cursor: string | null = null
  let isComplete = false
  let last = Infinity

  async function load(limit: number): Promise<Page> {
    return ask({ ...query, limit: String(limit), ...(cursor !== null && { cursor }) })
  }

  function take({ items, nextCursor }: Page): void {
    for (const alert of items) slice.items.set(alert.id, alert)
    cursor = nextCursor
    isComplete = nextCursor === null
    last = Math.min(last, ...items.map(({ id }) => Number(id)))
  }

  const slice: Slice = {
    takes,
    items: new Map(),
    isComplete: () => isComplete,
    async more() {
      if (!isComplete) take(await load(page.least))
    },
    async again() {
      const wanted = Math.max(slice.items.size, page.least)
      const found: AlertView[] = []
      let next: string | null = null
      do {
        const limit = Math.min(page.most, Math.max(page.least, wanted - found.length))
        const answer: Page = await ask({
          ...query,
          limit: String(limit),
          ...(next !== null && { cursor: next }),
        })
        found.push(...answer.items)
        next = answer.nextCursor
      } while (next !== null && found.length < wanted)
      slice.items.clear()
      last = Infinity
      take({ items: found, nextCursor: next })
    },
    add(alert) {
      const isKnownPart = isComplete || Number(alert.id) >= last
      if (isKnownPart && takes(alert)) slice.items.set(alert.id, alert)
      else slice.items.delete(alert.id)
    },
  }
  return slice
}
