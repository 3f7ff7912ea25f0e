import { cleanText } from '../core/text.ts'

/** What is said in a way of its own, and left as it is. */
const opaque = new Set(['memory', 'settings', 'secrets', 'match', 'headers', 'dedupKey', 'payload'])

const isTime = (name: string) => name.endsWith('At') || name === 'at' || name === 'until'

/** With times in ISO 8601 instead of Unix ms, for people and other programs. */
export function withIsoTimes(value: unknown, name = ''): unknown {
  if (typeof value === 'number') return isTime(name) ? isoOf(value) : value
  return mapped(value, withIsoTimes)
}

/**
 * With times in Unix ms again, and texts as everything that comes from outside is stored. A time that is none stays a text, for the
 * schema to refuse.
 */
export function withUnixTimes(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return isTime(name) ? msOf(value) : cleaned(value)
  return mapped(value, withUnixTimes)
}

function mapped(value: unknown, change: (value: unknown, name: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => change(each, ''))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      opaque.has(name) ? (each as unknown) : change(each, name),
    ]),
  )
}

/** A number that is too large for a date stays one. */
function isoOf(ms: number): string | number {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : ms
}

function msOf(text: string): string | number {
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? text : ms
}

function cleaned(text: string): string {
  return cleanText(text, Math.max(1, text.length))
}
