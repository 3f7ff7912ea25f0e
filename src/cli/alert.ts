import { Option, type Command } from 'commander'
import { activeSnooze, alertStatuses, type AlertStatus, type Snooze } from '../core/alert.ts'
import { severities, type Severity } from '../core/severity.ts'
import { cleanText } from '../core/text.ts'
import type { AlertDetail, AlertFilter } from '../store/store.ts'
import { alertDetailView, alertView, iso } from '../views.ts'
import {
  jsonOption,
  paged,
  pageOf,
  readLimit,
  warnWhenFull,
  type Json,
  type Paged,
} from './arguments.ts'
import { addAlertActions } from './alert-actions.ts'
import { withStore, type Context } from './context.ts'
import { addNoun, examples, type FlagsOf } from './noun.ts'
import { printFacts, printJson, printTable, type Terminal } from './terminal.ts'

interface Filter {
  status?: AlertStatus
  severity?: Severity
  integration?: string
  project?: string
}

export function addAlert(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal, clock } = context
  const noun = addNoun(program, 'alert', 'what is wrong, and what was done about it', [
    'navish alert list --status open',
    'navish alert show 12',
    'navish alert ack 12',
  ])

  paged(noun.command('list'), 'alerts')
    .description('list alerts, newest first')
    .addOption(new Option('--status <status>', 'only these').choices(alertStatuses))
    .addOption(new Option('--severity <severity>', 'only these').choices(severities))
    .addOption(new Option('--integration <id>', 'only from this integration'))
    .addOption(new Option('--project <slug>', 'only of this project'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish alert list --status open',
        'navish alert list --severity critical --project backend',
        'navish alert list --json | jq -r ".[].title"',
        'navish alert list --limit 50 --after 1234    the next page',
      ),
    )
    .action(async (options: Filter & Paged & Json) => {
      await withStore(context, flags(), async (store) => {
        const found = await store.listAlerts(filterOf(options), pageOf(options))
        const views = found.map((alert) => alertView(alert, clock()))
        warnWhenFull(terminal, views, options)
        if (options.json) return printJson(terminal, views)
        printTable(
          terminal,
          ['ID', 'STATUS', 'SEVERITY', 'TITLE', 'PROJECT', 'EVENTS', 'OPENED', 'ASSIGNEE'],
          views.map((alert) => [
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
    .action(async (id: string, options: { limit: number } & Json) => {
      await withStore(context, flags(), async (store) => {
        const alert = await store.showAlert(id, options.limit)
        const left = alert.timelineLength - alert.timeline.length
        if (left > 0) {
          terminal.err(`${left} older timeline entries are left out; --limit shows more.\n`)
        }
        if (options.json) return printJson(terminal, alertDetailView(alert, clock()))
        printAlert(terminal, alert, clock())
      })
    })

  addAlertActions(noun, context, flags)
}

function snoozeText(snooze: Snooze | null): string | null {
  if (snooze === null) return null
  const { by, until, untilWorseThan, reason } = snooze
  const end =
    until !== null
      ? ` until ${iso(until)}`
      : untilWorseThan !== null
        ? ` until it is worse than ${untilWorseThan}`
        : ''
  const because = reason === null || end.trim() === reason ? '' : `: ${reason}`
  return `by ${by}${end}${because}`
}

function filterOf({ status, severity, integration, project }: Filter): AlertFilter {
  return {
    ...(status && { status }),
    ...(severity && { severity }),
    ...(integration !== undefined && { integrationId: integration }),
    ...(project !== undefined && { project }),
  }
}

function printAlert(terminal: Terminal, detail: AlertDetail, now: number): void {
  const alert = alertDetailView(detail, now)
  printFacts(terminal, [
    ['alert', alert.id],
    ['title', alert.title],
    ['status', alert.status + (alert.resolvedBy === null ? '' : ` by ${alert.resolvedBy}`)],
    ['severity', alert.severity],
    ['description', alert.description],
    ['link', alert.url],
    ['project', alert.project && `${alert.project.name} (${alert.project.slug})`],
    ['assignee', alert.assignee],
    ['snoozed', snoozeText(activeSnooze(detail, now))],
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
