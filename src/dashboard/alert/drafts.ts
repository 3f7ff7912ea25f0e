import { signal } from '@preact/signals'
import { myId, whenSomebodyElse } from '../session.ts'

/** Notes that are not written yet, by alert. They outlive the page of the alert. */
const drafts = signal<ReadonlyMap<string, string>>(new Map())

/** Who wrote them. */
let owner: string | null = null

export function draftOf(id: string): string {
  return drafts.value.get(id) ?? ''
}

export function keepDraft(id: string, text: string): void {
  owner = myId.peek() ?? owner
  const next = new Map(drafts.value)
  if (text === '') next.delete(id)
  else next.set(id, text)
  drafts.value = next
}

/** Puts back what was not written after all, before what was typed meanwhile. */
export function returnDraft(id: string, text: string): void {
  const typed = draftOf(id)
  keepDraft(id, typed.trim() === '' ? text : `${text}\n${typed}`)
}

// A session may end while one writes: whoever wrote it finds it again.
whenSomebodyElse((id) => {
  if (id !== null && id !== owner) drafts.value = new Map()
})
