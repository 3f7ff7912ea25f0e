import { useEffect, useRef, useState } from 'preact/hooks'
import type { Page } from './page-join.ts'
import { createPaging, type Listed, type Paging } from './paging.ts'

export interface Pages<T extends { id: string }> {
  /** Newest first; undefined: nothing is known yet. */
  rows: readonly T[] | undefined
  /** Whether there are no more than `rows`. */
  isComplete: boolean
  fault: string | null
  /** Asks for the next page. */
  more: () => Promise<void>
  /** Asks for the first page again, and keeps what was loaded further down. */
  refresh: () => Promise<void>
  /** Begins anew. */
  again: () => Promise<void>
  /** Puts in how one of them is now. */
  put: (row: T) => void
  /** Takes one out. */
  drop: (id: string) => void
}

/** What was known of a list when one left it, to go on from there when one comes back. */
export interface Left<T> {
  key: string
  page: Page<T> | undefined
}

/**
 * A list that is asked for page by page, anew when `key` changes.
 * @param left what is kept of it while it is not shown
 */
export function usePages<T extends { id: string }>(
  key: string,
  ask: (cursor: string | undefined) => Promise<Page<T>>,
  left?: Left<T>,
): Pages<T> {
  const known = left?.key === key ? left.page : undefined
  const [state, setState] = useState<{ key: string } & Listed<T>>({
    key,
    page: known,
    fault: null,
  })
  const latest = useRef(ask)
  latest.current = ask
  const paging = useRef<Paging<T>>(undefined)

  useEffect(() => {
    const mine = createPaging<T>(
      (cursor) => latest.current(cursor),
      (listed) => {
        if (left !== undefined) Object.assign(left, { key, page: listed.page })
        setState({ key, ...listed })
      },
      known,
    )
    paging.current = mine
    void (known === undefined ? mine.again() : mine.refresh())
    return () => mine.end()
  }, [key])

  const { page, fault = null } = state.key === key ? state : {}
  return {
    rows: page?.items,
    isComplete: page === undefined || page.nextCursor === null,
    fault,
    more: async () => paging.current?.more(),
    refresh: async () => paging.current?.refresh(),
    again: async () => paging.current?.again(),
    put: (row) =>
      paging.current?.change((items) => items.map((each) => (each.id === row.id ? row : each))),
    drop: (id) => paging.current?.change((items) => items.filter((each) => each.id !== id)),
  }
}
