import { Option, type Command } from 'commander'
import type { AlertDetailView, AlertView } from '../contract/alerts.ts'
import { cleanText } from '../core/text.ts'
import { addAlertActions } from './alert-actions.ts'
import { addFilter, queryOf, type Filter } from './alert-filter.ts'
import { jsonOption, readLimit, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import type { Context } from './context.ts'
import { printCsv } from './csv.ts'
import { listed, paged, type Paged } from './list.ts'
import { addNoun, examples, type FlagsOf } from './noun.ts'
import { printFacts, printJson, printTable, type Terminal } from './terminal.ts'
import { alertDetailJson, alertJson } from './views.ts'

/** More of a timeline is not given out at once. */
const longestTimeline = 10_000

/** What a spreadsheet has of an alert, by its heading. */
const csvColumns: Record<string, (alert: AlertView) => string | number | null> = {
  id: ({ id }) => id,
  status: ({ status }) => status,
  severity: ({ severity }) => severity,
  title: ({ title }) => title,
  project: ({ project }) => project?.slug ?? null,
  eventCount: ({ eventCount }) => eventCount,
  assignee: ({ assignee }) => assignee,
  openedAt: ({ openedAt }) => openedAt,
  acknowledgedAt: ({ acknowledgedAt }) => acknowledgedAt,
  resolvedAt: ({ resolvedAt }) => resolvedAt,
  resolvedBy: ({ resolvedBy }) => resolvedBy,
  url: ({ url }) => url,
  dedupKey: ({ dedupKey }) => dedupKey,
}

export function addAlert(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  const noun = addNoun(program, 'alert', 'what is wrong, and what was done about it', [
    'navish alert list --status open',
    'navish alert show 12',
    'navish alert ack 12',
  ])

  addFilter(paged(noun.command('list'), 'alerts'))
    .description('list alerts, newest first')
    .addOption(jsonOption())
    .addOption(new Option('--csv', 'print them for a spreadsheet').conflicts('json'))
    .addHelpText(
      'after',
      examples(
        'navish alert list --status open,acknowledged',
        'navish alert list --severity critical --project backend',
        'navish alert list --text "cart timeout" --from 2026-11-24T00:00',
        'navish alert list --unassigned --not-snoozed',
        'navish alert list --json | jq -r ".[].title"',
        'navish alert list --from 2026-11-01T00:00 --csv > alerts.csv',
        'navish alert list --limit 50 --after 1234    the next page',
      ),
    )
    .action(async (options: Filter & Paged & Json & { csv?: true }) => {
      await withCalls(context, flags(), async (calls) => {
        const query = queryOf(options)
        const alerts = await listed(terminal, options, (page) =>
          calls.listAlerts({ ...query, ...page }),
        )
        if (options.json) return printJson(terminal, alerts.map(alertJson))
        if (options.csv) {
          const columns = Object.values(csvColumns)
          const rows = alerts.map((alert) => columns.map((column) => column(alert)))
          return printCsv(terminal, Object.keys(csvColumns), rows)
        }
        printTable(
          terminal,
          ['ID', 'STATUS', 'SEVERITY', 'TITLE', 'PROJECT', 'EVENTS', 'OPENED', 'ASSIGNEE'],
          alerts.map((alert) => [
            alert.id,
            alert.snooze === null ? alert.status : `${alert.status} (snoozed)`,
            alert.severity,
            alert.title,
            alert.project?.slug ?? null,
            alert.eventCount,
            alert.openedAt,
            alert.assignee,
          ]),
        )
      })
    })

  noun
    .command('show')
    .description('show an alert with its timeline: what came in, what followed, and why')
    .argument('<id>', 'the alert')
    .addOption(
      new Option('--limit <number>', 'how many of the newest timeline entries')
        .default(1000)
        .argParser(readLimit),
    )
    .addOption(jsonOption())
    .addHelpText('after', examples('navish alert show 12', 'navish alert show 12 --json'))
    .action(async (id: string, { limit, json }: { limit: number } & Json) => {
      await withCalls(context, flags(), async (calls) => {
        const timelineLimit = Math.min(limit, longestTimeline)
        const alert = await calls.showAlert({ id, timelineLimit })
        const left = alert.timelineLength - alert.timeline.length
        if (left > 0) {
          const how = timelineLimit < longestTimeline ? '; --limit shows more' : ''
          terminal.err(`${left} older timeline entries are left out${how}.\n`)
        }
        if (json) return printJson(terminal, alertDetailJson(alert))
        printAlert(terminal, alert)
      })
    })

  addAlertActions(noun, context, flags)
}

function snoozeText(snooze: AlertDetailView['snooze']): string | null {
  if (snooze === null) return null
  const { by, until, reason } = snooze
  const end = until === null ? endless(snooze) : ` until ${until}`
  const because = reason === null || end.trim() === reason ? '' : `: ${reason}`
  return `by ${by}${end}${because}`
}

/** When a snooze without a time ends. A person's does when the alert is worse; without a reason of their own that stands in its place. */
function endless({ by, reason }: { by: string; reason: string | null }): string {
  if (by !== 'user') return ''
  return reason?.startsWith('until it is worse') ? ` ${reason}` : ' until it is worse'
}

function printAlert(terminal: Terminal, alert: AlertDetailView): void {
  printFacts(terminal, [
    ['alert', alert.id],
    ['title', alert.title],
    ['status', alert.status + (alert.resolvedBy === null ? '' : ` by ${alert.resolvedBy}`)],
    ['severity', alert.severity],
    ['description', alert.description],
    ['link', alert.url],
    ['project', alert.project && `${alert.project.name} (${alert.project.slug})`],
    ['assignee', alert.assignee],
    ['snoozed', snoozeText(alert.snooze)],
    ['events', alert.eventCount],
    ['opened', alert.openedAt],
    ['last event', alert.lastEventAt],
    ['acknowledged', alert.acknowledgedAt],
    ['resolved', alert.resolvedAt],
    ['before', alert.previousAlertId && `alert ${alert.previousAlertId}`],
    ['regressed', alert.regressed ? 'yes' : null],
    ['dedup key', alert.dedupKey],
    ['integration', alert.integrationId],
  ])
  terminal.out('\n')
  for (const { at, kind, by, text, eventId } of alert.timeline) {
    const from = eventId === null ? by : `${by}, event ${eventId}`
    terminal.out(
      `${at}  ${kind.padEnd(14)}  ${cleanText(text, 10_000).replaceAll('\n', '\n    ')}  (${from})\n`,
    )
  }
}
