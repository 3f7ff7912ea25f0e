import { signal } from '@preact/signals'
import { Button } from './parts/button.tsx'
import { Icon } from './parts/icon.tsx'
import { sentenceOf } from './problem.ts'
import { whenSomebodyElse } from './session.ts'

interface Toast {
  id: number
  text: string
  kind: 'done' | 'failed'
  undo: (() => unknown) | null
  again: (() => unknown) | null
}

const toasts = signal<Toast[]>([])
let nextId = 1

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id)
}

interface Showing {
  /** Takes back what was done. */
  undo?: () => unknown
  /** Tries again what could not be done. */
  again?: () => unknown
  /** How long it stays, ms. */
  ms?: number
  kind?: Toast['kind']
}

/** Says at the edge what happened, for a while, and how to take it back. @returns its id */
export function toast(
  text: string,
  { undo, again, ms = 8_000, kind = 'done' }: Showing = {},
): number {
  const id = nextId++
  // What can be taken back stays as long as it can.
  const rest = toasts.value.filter(
    (one, at, all) => one.undo !== null || at >= all.length - mostShown + 1,
  )
  toasts.value = [...rest, { id, text, kind, undo: undo ?? null, again: again ?? null }]
  setTimeout(() => dismiss(id), ms)
  return id
}

/** Says that something did not work, and why. */
export function toastFault(error: unknown): void {
  toast(sentenceOf(error), { kind: 'failed', ms: 12_000 })
}

/** Takes back what was done last, if that is still shown. */
export function undoLast(): void {
  const last = toasts.value.findLast(({ undo }) => undo !== null)
  if (last === undefined) toast('There is nothing to undo.', { ms: 3_000 })
  else take(last)
}

function take({ id, undo }: Toast): void {
  dismiss(id)
  undo?.()
}

// What one person did, nobody else undoes.
whenSomebodyElse(() => {
  toasts.value = []
})

/** So many are shown. Of more, only those that can be taken back are kept. */
const mostShown = 4

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.length > mostShown && (
        <div class="toast">
          <span>
            … and {toasts.value.length - mostShown} more that <kbd>u</kbd> undoes
          </span>
        </div>
      )}
      {toasts.value.slice(-mostShown).map((one) => (
        <div key={one.id} class={`toast ${one.kind}`}>
          <Icon name={one.kind === 'done' ? 'check' : 'warning'} />
          <span>{one.text}</span>
          {one.undo !== null && (
            <Button look="quiet" onClick={() => take(one)}>
              Undo
            </Button>
          )}
          {one.again !== null && (
            <Button
              look="quiet"
              onClick={() => {
                dismiss(one.id)
                one.again?.()
              }}
            >
              Try again
            </Button>
          )}
          <Button look="quiet" icon="cross" aria-label="Dismiss" onClick={() => dismiss(one.id)} />
        </div>
      ))}
    </div>
  )
}
