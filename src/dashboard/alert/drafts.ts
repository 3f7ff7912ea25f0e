import { signal } from '@preact/signals'
import { myId } from '../session.ts'

/** Notes that are not written yet, by who writes them and about which alert. They outlive the page of the alert, and a session. */
const drafts = signal<ReadonlyMap<string, string>>(new Map())

const keyOf = (alertId: string, by: string | null) => JSON.stringify([by, alertId])

/** What the viewer has begun to write about an alert. */
export function draftOf(alertId: string): string {
  return drafts.value.get(keyOf(alertId, myId.value)) ?? ''
}

export function keepDraft(alertId: string, text: string, by = myId.peek()): void {
  const next = new Map(drafts.peek())
  if (text === '') next.delete(keyOf(alertId, by))
  else next.set(keyOf(alertId, by), text)
  drafts.value = next
}

/** Puts back what was not written after all, before what the same person typed meanwhile. */
export function returnDraft(alertId: string, text: string, by: string | null): void {
  const typed = drafts.peek().get(keyOf(alertId, by)) ?? ''
  keepDraft(alertId, typed.trim() === '' ? text : `${text}\n${typed}`, by)
}
