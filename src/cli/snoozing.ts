import { Option } from 'commander'
import { AppError } from '../errors.ts'
import { iso } from '../views.ts'
import { readDuration, readTime } from './arguments.ts'

/** How long to keep quiet, as a command line says it. */
export interface Snoozing {
  for?: number
  until?: number
  untilWorse?: true
}

export const snoozingOptions = () => [
  new Option('--for <time>', 'this long, like 30m or 2h').argParser(readDuration),
  new Option(
    '--until <time>',
    'until then, like 2026-12-24T18:00Z; without the Z in local time',
  ).argParser(readTime),
  new Option('--until-worse', 'until its severity rises or Sentry says it escalates'),
]

/** A year (s): for longer the API wants to know until when. */
const longest = 31_536_000

/** How long to keep quiet, as the API takes it. A length of time is counted by the clock of whoever keeps the alerts. */
export function snoozingOf(
  options: Snoozing,
  now: number,
): { until: string } | { forSeconds: number } | { untilWorse: true } {
  const said = [options.for, options.until, options.untilWorse].filter((one) => one !== undefined)
  if (said.length !== 1) {
    throw new AppError('usage', 'Say one of --for, --until or --until-worse.')
  }
  if (options.untilWorse) return { untilWorse: true }
  const until = options.until ?? now + (options.for ?? 0)
  if (until <= now) throw new AppError('usage', 'That time has passed already.')
  const forSeconds = (options.for ?? Infinity) / 1000
  return forSeconds <= longest ? { forSeconds } : { until: iso(until) }
}
