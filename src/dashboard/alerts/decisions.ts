import { whenSomebodyElse } from '../session.ts'
import { createOwnChanges } from './own-changes.ts'

// What was decided here lately, as opposed to what others decide.

export const own = createOwnChanges()
whenSomebodyElse((id) => {
  if (id !== null) own.clear()
})

const going = new Map<string, Promise<unknown>>()

/** What one decides about an alert is done one after the other: each begins with what the one before led to. */
export function inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
  const before = going.get(id) ?? Promise.resolve()
  const mine = before.then(work, work)
  going.set(id, mine)
  const end = () => {
    if (going.get(id) === mine) going.delete(id)
  }
  void mine.then(end, end)
  return mine
}

/** When somebody here decided about which alert last, ms: what others do is another matter. */
const decidedAt = new Map<string, number>()
/** ms: what a decision leads to is seen by then. */
const seenWithin = 3_000

export function decide(ids: readonly string[]): void {
  for (const id of ids) decidedAt.set(id, performance.now())
}

/** It was not done after all. */
export function undecide(ids: readonly string[]): void {
  for (const id of ids) decidedAt.delete(id)
}

/** Whether what is seen of an alert now follows from a decision that was made here. */
export function wasDecidedHere(id: string): boolean {
  const at = decidedAt.get(id) ?? -Infinity
  decidedAt.delete(id)
  return performance.now() - at < seenWithin
}
