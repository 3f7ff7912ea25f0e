import { cleanLine } from '../core/text.ts'

/** Parsed JSON that nobody has vouched for: every field may be missing, null or of another type. */
export type Json = Record<string, unknown>

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object in this field, or an empty one. */
export function objectIn(from: Json, field: string): Json {
  const value = from[field]
  return isJson(value) ? value : {}
}

/** The text in this field, unless it is missing, not text, or blank. */
export function textIn(from: Json, field: string): string | null {
  const value = from[field]
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** Like `textIn`, short enough and clean enough to stand in a sentence. */
export function wordsIn(from: Json, field: string): string | null {
  const text = textIn(from, field)
  return text === null ? null : cleanLine(text, 200) || null
}

/** An id as clean text: Sentry sends the same id as a number in one place and as a string in another. */
export function idIn(from: Json, field: string): string | null {
  const value = from[field]
  // A larger number has lost its last digits on the way here: two ids would become one.
  if (Number.isSafeInteger(value)) return String(value)
  return typeof value === 'string' ? cleanLine(value, 256) || null : null
}

/** A time in Unix ms from ISO 8601 with or without fraction and offset (then UTC), or from seconds; else null. */
export function timeIn(from: Json, field: string): number | null {
  const value = from[field]
  if (typeof value === 'number') return plausible(Math.trunc(value * 1000))
  if (typeof value !== 'string') return null
  return plausible(Date.parse(hasOffset.test(value) ? value : `${value}Z`))
}

/** From 1970 to 9999: any other number could not be written as a date again. */
function plausible(time: number): number | null {
  return time >= 0 && time < Date.UTC(10_000, 0) ? time : null
}

const hasOffset = /(?:z|[+-]\d\d:?\d\d)$/i
