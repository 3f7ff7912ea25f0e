import type { SilenceView } from '../../contract/silences.ts'
import { sourcesIn, type SourceDraft } from './source-draft.ts'

const minute = 60_000
const hour = 60 * minute

const lengths = { '30m': 30 * minute, '1h': hour, '4h': 4 * hour, '1d': 24 * hour } as const

/** For how long: one of a few lengths, or until a time. */
export type Length = keyof typeof lengths | 'until'

export const lengthWords: readonly (readonly [length: Length, words: string])[] = [
  ['30m', '30 minutes'],
  ['1h', '1 hour'],
  ['4h', '4 hours'],
  ['1d', '1 day'],
  ['until', 'until a time'],
]

/** What stands in the fields. */
export interface SilenceDraft extends SourceDraft {
  title: string
  length: Length
  /** As a field for date and time writes it. */
  until: string
  reason: string
}

/** Which alerts are meant. */
export function silencedIn({ title, ...draft }: SilenceDraft): SilenceView['match'] {
  return { ...sourcesIn(draft), title: title.trim() || null }
}

/** When it would end, Unix ms; null: that is not said yet. @param now Unix ms */
export function endIn({ length, until }: SilenceDraft, now: number): number | null {
  if (length !== 'until') return now + lengths[length]
  const at = Date.parse(until)
  return Number.isNaN(at) ? null : at
}
