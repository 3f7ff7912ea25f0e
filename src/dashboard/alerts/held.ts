import { computed, signal } from '@preact/signals'
import { Problem, sentenceOf } from '../problem.ts'
import { myId, whenSomebodyElse } from '../session.ts'
import { dismiss, toast } from '../toasts.tsx'

interface Holding {
  ids: readonly string[]
  /** What will become of them, such as "Resolving"; null: nothing that one could see on them. */
  word: string | null
  /** What is said of it. */
  text: string
  /** Does it. `isLast`: the page is being closed. */
  commit: (isLast: boolean) => Promise<unknown>
  /** Hears that it was taken back, or could not be done. */
  onBack?: () => void
  /** What is said when it could not be done. */
  failed: () => string
  /** Decides the same again after that; not when something changed meanwhile. */
  again?: () => void
}

interface Held extends Holding {
  timer: ReturnType<typeof setTimeout>
  /** Who decided it. */
  by: string | null
  /** The id of what is said of it. */
  shown: number
  /** Settles when it is done; null: it can still be taken back. */
  going: Promise<void> | null
}

const holdings = signal<readonly Held[]>([])

/** What a person has decided and can still take back: for each alert what will happen to it. */
export const held = computed<ReadonlyMap<string, string>>(
  () =>
    new Map(
      holdings.value.flatMap(({ ids, word }) =>
        word === null ? [] : ids.map((id) => [id, word] as const),
      ),
    ),
)

/** How long (ms) it can be taken back. */
const patience = 5_000

/**
 * What cannot be undone is done only after a while in which it can be taken back; or at once when the page is closed or hidden,
 * because what a person decided must not be lost.
 */
export function hold(what: Holding): void {
  const one: Held = {
    ...what,
    timer: setTimeout(() => finishLater(one, false), patience),
    shown: toast(what.text, { undo: () => takeBack(one), ms: patience }),
    by: myId.peek(),
    going: null,
  }
  holdings.value = [...holdings.value, one]
}

function drop(one: Held): void {
  clearTimeout(one.timer)
  dismiss(one.shown)
  holdings.value = holdings.value.filter((each) => each !== one)
}

function takeBack(one: Held): void {
  if (one.going !== null) return
  drop(one)
  one.onBack?.()
}

/** Does it, or waits until it is done. Throws what went wrong, which the person has been told. */
function finish(one: Held, isLast: boolean): Promise<void> {
  clearTimeout(one.timer)
  dismiss(one.shown)
  one.going ??= commit(one, isLast)
  return one.going
}

async function commit(one: Held, isLast: boolean): Promise<void> {
  try {
    await one.commit(isLast)
  } catch (error) {
    if (error instanceof Problem && error.status === 401) toastLost()
    else toastUndone(one, error)
    one.onBack?.()
    throw error
  } finally {
    drop(one)
  }
}

/** Does all of it now: whoever decided it leaves. Throws when something could not be done. */
export async function finishHeld(): Promise<void> {
  await Promise.all(holdings.value.map((one) => finish(one, false)))
}

const finishLater = (one: Held, isLast: boolean) => void finish(one, isLast).catch(() => {})

function toastUndone({ failed, again, by }: Held, error: unknown): void {
  if (by !== myId.peek()) return
  const hasChanged = error instanceof Problem && error.status === 409
  toast(`${failed()} ${sentenceOf(error)}`, {
    kind: 'failed',
    ms: 60_000,
    ...(again !== undefined && !hasChanged && { again }),
  })
}

/** Whoever reads it may be somebody else: it does not say what. */
function toastLost(): void {
  toast('What you decided last was not done, because you are not signed in any more.', {
    kind: 'failed',
    ms: 60_000,
  })
}

/** It can be done in nobody else's name. */
whenSomebodyElse((id) => {
  const lost = holdings.value.filter(({ going }) => going === null)
  for (const one of lost) {
    drop(one)
    one.onBack?.()
  }
  if (lost.length > 0 && id === null) toastLost()
})

const finishLast = () => {
  for (const one of holdings.value) finishLater(one, true)
}
window.addEventListener('pagehide', finishLast)
// Phones end what is hidden without another word.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') finishLast()
})
