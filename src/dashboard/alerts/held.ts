import { signal } from '@preact/signals'
import { dismiss, toast, toastFault } from '../toasts.tsx'

/** What a person has decided and can still take back: for each alert what will happen to it. */
export const held = signal<ReadonlyMap<string, string>>(new Map())

interface Holding {
  ids: readonly string[]
  /** What will happen, such as "Resolving". */
  word: string
  /** What is said of it. */
  text: string
  /** Does it. `isLast`: the page is being closed. */
  commit: (isLast: boolean) => Promise<unknown>
  /** Hears that it was taken back. */
  onBack?: () => void
}

/** How long (ms) it can be taken back. */
const patience = 5_000

const waiting = new Set<() => void>()

/**
 * What cannot be undone is done only after a while in which it can be taken back; or at once when the page is closed or hidden,
 * because what a person decided must not be lost.
 */
export function hold({ ids, word, text, commit, onBack }: Holding): void {
  const timer = setTimeout(() => finish(false), patience)
  const last = () => finish(true)
  const shown = toast(text, { undo: release, ms: patience })
  waiting.add(last)
  mark(ids, word)

  function release(): void {
    clearTimeout(timer)
    waiting.delete(last)
    mark(ids, null)
    onBack?.()
  }

  function finish(isLast: boolean): void {
    clearTimeout(timer)
    waiting.delete(last)
    dismiss(shown)
    commit(isLast)
      .catch(toastFault)
      .finally(() => mark(ids, null))
  }
}

function mark(ids: readonly string[], word: string | null): void {
  const next = new Map(held.value)
  for (const id of ids) {
    if (word === null) next.delete(id)
    else next.set(id, word)
  }
  held.value = next
}

window.addEventListener('pagehide', () => {
  for (const finish of waiting) finish()
})
