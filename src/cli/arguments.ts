import { InvalidArgumentError, Option } from 'commander'

export interface Json {
  json?: true
}

export const jsonOption = () => new Option('--json', 'print one JSON document')

export function readLimit(text: string): number {
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (limit < 1 || limit > 100_000) throw new InvalidArgumentError('A limit is from 1 to 100000.')
  return limit
}

/** Reads names that are divided by commas. */
export function readList(text: string): string[] {
  const list = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (list.length === 0) throw new InvalidArgumentError('It names nothing.')
  return list
}

/** Reads one or several of some words, divided by commas; which they are is there for whoever wants to offer them. */
export function severalOf<T extends string>(choices: readonly T[]) {
  const read = (text: string): T[] =>
    text.split(',').map((part) => {
      const found = choices.find((choice) => choice === part.trim())
      if (found !== undefined) return found
      throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`)
    })
  return Object.assign(read, { choices })
}

const unitsInMs: Record<string, number> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** A length of time such as 90s, 30m, 24h, 7d or 2w, in ms. */
export function readDuration(text: string): number {
  const [, digits, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? []
  const ms = Number(digits) * (unitsInMs[unit ?? ''] ?? Number.NaN)
  if (Number.isNaN(ms)) throw new InvalidArgumentError('A length of time is like 30m, 24h or 7d.')
  return ms
}

/** A length of time in ms as a person reads it: its two largest units. */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 1) return `${ms}ms`
  const parts: string[] = []
  let rest = seconds
  for (const [unit, size] of [
    ['d', 86_400],
    ['h', 3600],
    ['m', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(rest / size)
    if (count > 0) parts.push(`${count}${unit}`)
    rest -= count * size
  }
  return parts.slice(0, 2).join(' ')
}

/** A point in time, ISO 8601, as Unix ms; without an offset it is meant in the zone of this machine. */
export function readTime(text: string): number {
  const [, day] =
    /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/.exec(text) ?? []
  const time = Date.parse(text)
  // Date.parse would take 31 February for 3 March.
  const exists = day !== undefined && new Date(`${day}T00:00Z`).toJSON()?.startsWith(day)
  if (Number.isNaN(time) || !exists) {
    throw new InvalidArgumentError('A time is like 2026-12-24T18:00:00Z or 2026-12-24T18:00.')
  }
  return time
}
