import type { Reading } from '../core/event.ts'
import type { Position } from '../core/position.ts'
import type { Json } from './json.ts'

/** One of the body shapes that a Sentry URL meets. A new one is a new file and a line in payload.ts. */
export interface Shape {
  /** The resource of an event whose headers name none. */
  name: string
  /** Whether the body is of this shape, even if something is missing in it. */
  looksLike(body: Json): boolean
  /** What is missing that identifies it, as a sentence for the sender, or null. */
  fault(body: Json): string | null
  /** What a body without fault means. */
  read(body: Json, place: Place): Reading
}

/**
 * Gives a signal its position.
 * @param at what the payload speaks of, Unix ms; null means that it does not say
 */
export type Place = (at: number | null, rank: Position['rank']) => Position
