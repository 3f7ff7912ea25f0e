import { InvalidArgumentError, Option, type Command } from 'commander'
import type { Page } from '../store/store.ts'
import type { Terminal } from './terminal.ts'

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

/** Says how to go on when a list is as long as it was allowed to be. */
export function warnWhenFull(
  { err }: Terminal,
  found: readonly { id: string }[],
  { limit }: Paged,
): void {
  const last = found.at(-1)
  if (last === undefined || found.length < limit) return
  err(`There may be more: --after ${last.id} goes on from here.\n`)
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
