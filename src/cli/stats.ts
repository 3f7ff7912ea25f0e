import { Option, type Command } from 'commander'
import type { StatisticsView } from '../contract/statistics.ts'
import { iso } from '../views.ts'
import { durationText, jsonOption, readTime, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import type { Context } from './context.ts'
import { examples, type FlagsOf } from './noun.ts'
import { printFacts, printJson, printTable, type Terminal } from './terminal.ts'

const intervals = ['hour', 'day'] as const

interface Range extends Json {
  from?: number
  to?: number
  interval?: (typeof intervals)[number]
}

export function addStats(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  program
    .command('stats')
    .description('figures: what is open, how many alerts over time, how soon people answer')
    .addOption(
      new Option('--from <time>', 'from then on; default: 24 hours or 30 days ago').argParser(
        readTime,
      ),
    )
    .addOption(new Option('--to <time>', 'until then; default: now').argParser(readTime))
    .addOption(new Option('--interval <length>', 'by the hour or the day').choices(intervals))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish stats',
        'navish stats --interval day --from 2026-11-01T00:00Z',
        'navish stats --json | jq .open.critical',
      ),
    )
    .action(async ({ from, to, interval, json }: Range) => {
      await withCalls(context, flags(), async (calls) => {
        const figures = await calls.showStatistics({
          ...(from !== undefined && { from: iso(from) }),
          ...(to !== undefined && { to: iso(to) }),
          ...(interval !== undefined && { interval }),
        })
        if (json) return printJson(terminal, figures)
        printStatistics(terminal, figures)
      })
    })
}

function printStatistics(terminal: Terminal, figures: StatisticsView): void {
  const { open, events } = figures
  const last = events.lastReceivedAt === null ? '' : `, the last at ${events.lastReceivedAt}`
  printFacts(terminal, [
    [
      'open now',
      `${open.critical} critical, ${open.error} error, ${open.warning} warning, ${open.info} info`,
    ],
    ['of these', `${figures.acknowledged} acknowledged, ${figures.snoozed} snoozed`],
    ['acknowledged', durationsText(figures.timeToAcknowledge)],
    ['resolved', durationsText(figures.timeToResolve)],
    [
      'events',
      `${events.accepted} accepted, ${events.pending} pending, ${events.dead} dead${last}`,
    ],
    ['from', figures.from],
    ['to', figures.to],
  ])
  terminal.out('\n')
  printTable(
    terminal,
    ['OPENED', 'CRITICAL', 'ERROR', 'WARNING', 'INFO', 'RESOLVED'],
    figures.alerts.map((one) => [
      one.at,
      one.critical,
      one.error,
      one.warning,
      one.info,
      one.resolved,
    ]),
  )
  if (figures.projects.length === 0) return
  terminal.out('\n')
  printTable(
    terminal,
    ['PROJECT', 'INTEGRATION', 'ALERTS', 'EVENTS'],
    figures.projects.map((one) => [one.slug, one.integrationId, one.alerts, one.events]),
  )
}

function durationsText({
  count,
  meanMs,
  medianMs,
  p90Ms,
}: StatisticsView['timeToResolve']): string {
  if (meanMs === null || medianMs === null || p90Ms === null) return `${count} alerts`
  const alerts = count === 1 ? '1 alert' : `${count} alerts`
  return `${alerts}: half within ${durationText(medianMs)}, 90 % within ${durationText(p90Ms)}, ${durationText(meanMs)} on average`
}
