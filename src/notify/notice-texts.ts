import type { Notice } from '../core/notice.ts'
import { cleanLine, cleanText } from '../core/text.ts'

// What a sender wrote of an alert, text by text, for a channel that has a place for each. All is plain and free of control characters.

/** What the alert is called, on one line: its dedup key when nothing of its title can be read. */
export function titleOf({ alert }: Notice): string {
  return cleanLine(alert.title, 300) || cleanLine(alert.dedupKey, 300)
}

/** What happened and why, on one line, as the timeline has it. */
export function reasonOf({ reason }: Notice): string {
  return cleanLine(reason, 1000)
}

/** What the sender told of it, on several lines; null: nothing. */
export function descriptionOf({ alert }: Notice): string | null {
  return cleanText(alert.description ?? '', 4000) || null
}

/** The name of the project, on one line; null: none is known. */
export function projectOf({ alert: { project } }: Notice): string | null {
  if (project === null) return null
  return cleanLine(project.name, 100) || cleanLine(project.slug, 100) || null
}
