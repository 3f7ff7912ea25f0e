import { useEffect, useRef, useState } from 'preact/hooks'
import { sentenceOf } from '../problem.ts'
import { joined, type Page } from './page-join.ts'

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

/** A page may be empty and still have a next one: so many are asked for before a person is asked whether to go on. */
const mostEmpty = 10

/** A list that is asked for page by page, anew when `key` changes. */
export function usePages<T extends { id: string }>(
  key: string,
  ask: (cursor: string | undefined) => Promise<Page<T>>,
): Pages<T> {
  const [state, setState] = useState<{ key: string; page?: Page<T>; fault: string | null }>({
    key,
    fault: null,
  })
  const latest = useRef({ key, ask })
  latest.current = { key, ask }
  const turn = useRef(0)

  /** One after the other would be slow, and an answer that was overtaken is old: only the last one counts. */
  async function run(
    work: () => Promise<Page<T>>,
    take: (before: Page<T> | undefined, found: Page<T>) => Page<T>,
  ): Promise<void> {
    const mine = ++turn.current
    try {
      const found = await work()
      if (turn.current !== mine) return
      setState((before) => ({
        key,
        page: take(before.key === key ? before.page : undefined, found),
        fault: null,
      }))
    } catch (error) {
      if (turn.current !== mine) return
      setState((before) => ({ ...(before.key === key && before), key, fault: sentenceOf(error) }))
    }
  }

  async function from(cursor: string | undefined): Promise<Page<T>> {
    let page = await latest.current.ask(cursor)
    for (let asked = 1; page.items.length === 0 && page.nextCursor !== null; asked++) {
      if (asked === mostEmpty) break
      page = await latest.current.ask(page.nextCursor)
    }
    return page
  }

  const again = () =>
    run(
      () => from(undefined),
      (_, found) => found,
    )
  useEffect(() => {
    void again()
    return () => {
      turn.current += 1
    }
  }, [key])

  function change(to: (items: readonly T[]) => readonly T[]): void {
    setState((before) =>
      before.page === undefined
        ? before
        : { ...before, page: { ...before.page, items: to(before.page.items) } },
    )
  }

  const page = state.key === key ? state.page : undefined
  return {
    rows: page?.items,
    isComplete: page === undefined || page.nextCursor === null,
    fault: state.key === key ? state.fault : null,
    more: () =>
      run(
        () => from(page?.nextCursor ?? undefined),
        (before, { items, nextCursor }) => ({
          items: [...(before?.items ?? []), ...items],
          nextCursor,
        }),
      ),
    refresh: () =>
      run(
        () => latest.current.ask(undefined),
        (before, found) => (before === undefined ? found : joined(before, found)),
      ),
    again,
    put: (row) => change((items) => items.map((each) => (each.id === row.id ? row : each))),
    drop: (id) => change((items) => items.filter((each) => each.id !== id)),
  }
}
