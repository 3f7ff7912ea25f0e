import { InvalidArgumentError, Option, type Command } from 'commander'
import type { Page } from '../store/store.ts'

export interface Json {
  json?: true
}

export const jsonOption = () => new Option('--json', 'print one JSON document')

/** `--limit` and `--after` of a list. */
export function paged(command: Command, what: string): Command {
  return command
    .addOption(
      new Option('--limit <number>', `how many ${what} at most`).default(1000).argParser(readLimit),
    )
    .addOption(new Option('--after <id>', 'go on after this one, the last of the page before'))
}

export interface Paged {
  limit: number
  after?: string
}

export function pageOf({ limit, after }: Paged): Page {
  return after === undefined ? { limit } : { limit, after }
}

export function readLimit(text: string): number {
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (limit < 1 || limit > 100_000) throw new InvalidArgumentError('A limit is from 1 to 100000.')
  return limit
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

/** A point in time, ISO 8601, as Unix ms. */
export function readTime(text: string): number {
  const time = Date.parse(text)
  if (Number.isNaN(time)) {
    throw new InvalidArgumentError('A time is like 2026-12-24T18:00:00Z.')
  }
  return time
}
