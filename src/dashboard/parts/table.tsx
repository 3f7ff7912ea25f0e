import type { ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import type { Pages } from './pages.ts'

interface Props {
  label: string
  /** What stands above each column; empty where the column says it itself. */
  head: readonly string[]
  /** Rows; on small screens each becomes a card. */
  children: ComponentChildren
}

/** Things of a kind, with the same said of each. */
export function Table({ label, head, children }: Props) {
  return (
    <div class="table-box card">
      <table class="table" aria-label={label}>
        <thead>
          <tr>
            {head.map((words, index) => (
              <th key={index} scope="col">
                {words === '' ? <span class="sr">Actions</span> : words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

/** The way to what is further down. */
export function More({ pages }: { pages: Pick<Pages<never>, 'isComplete' | 'more'> }) {
  if (pages.isComplete) return null
  return (
    <div class="buttons">
      <Button icon="down" onClick={pages.more}>
        Show more
      </Button>
    </div>
  )
}
