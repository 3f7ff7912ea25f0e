import { joined, type Page } from './page-join.ts'
import { failureOf } from './patience.ts'
import { createTurns } from './turns.ts'

/** What is known of a list. */
export interface Listed<T> {
  /** undefined: nothing yet. */
  page: Page<T> | undefined
  fault: string | null
}

export interface Paging<T> {
  /** Asks for the next page. */
  more(): Promise<void>
  /** Asks for the first page again, and keeps what was loaded further down. */
  refresh(): Promise<void>
  /** Begins anew. */
  again(): Promise<void>
  /** Changes what is known. */
  change(to: (items: readonly T[]) => readonly T[]): void
  end(): void
}

/** A page may be empty and still have a next one: so many are asked for before a person is asked whether to go on. */
const mostEmpty = 10

/**
 * A list that is asked for page by page, one question at a time, and again by itself after a failure that may pass.
 * @param known what was known of it before
 */
export function createPaging<T extends { id: string }>(
  ask: (cursor: string | undefined) => Promise<Page<T>>,
  onChange: (listed: Listed<T>) => void,
  known?: Page<T>,
): Paging<T> {
  const turns = createTurns()
  let listed: Listed<T> = { page: known, fault: null }
  let retry: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let isOver = false

  function become(next: Partial<Listed<T>>): void {
    listed = { ...listed, ...next }
    if (!isOver) onChange(listed)
  }

  async function run(
    work: () => Promise<Page<T>>,
    take: (found: Page<T>) => Page<T>,
  ): Promise<void> {
    if (isOver) return
    clearTimeout(retry)
    try {
      const found = await work()
      failures = 0
      become({ page: take(found), fault: null })
    } catch (error) {
      const { text, after } = failureOf(error, ++failures)
      become({ fault: text })
      if (after !== null && !isOver) {
        retry = setTimeout(() => void turns('retry', () => run(work, take)), after)
      }
    }
  }

  async function from(cursor: string | undefined): Promise<Page<T>> {
    let page = await ask(cursor)
    for (let asked = 1; page.items.length === 0 && page.nextCursor !== null; asked++) {
      if (asked === mostEmpty) break
      page = await ask(page.nextCursor)
    }
    return page
  }

  function refresh(): Promise<void> {
    return turns('refresh', () =>
      run(
        () => (listed.page === undefined ? from(undefined) : ask(undefined)),
        (found) => (listed.page === undefined ? found : joined(listed.page, found)),
      ),
    )
  }

  return {
    refresh,
    again: () =>
      turns('again', () =>
        run(
          () => from(undefined),
          (found) => found,
        ),
      ),
    more: () =>
      turns('more', async () => {
        if (listed.page?.nextCursor === null) return
        await run(
          () => from(listed.page?.nextCursor ?? undefined),
          ({ items, nextCursor }) => ({
            items: [...(listed.page?.items ?? []), ...items],
            nextCursor,
          }),
        )
      }),
    change(to) {
      const { page } = listed
      if (page !== undefined) become({ page: { ...page, items: to(page.items) } })
    },
    end() {
      isOver = true
      clearTimeout(retry)
    },
  }
}
