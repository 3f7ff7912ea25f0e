import { Option, type Command } from 'commander'
import type { Contract } from '../contract/contract.ts'
import type { InputOf } from '../contract/operation.ts'
import { alertStatuses, type AlertStatus } from '../core/alert.ts'
import { severities, type Severity } from '../core/severity.ts'
import { iso } from '../views.ts'
import { readTime, severalOf } from './arguments.ts'

export interface Filter {
  status?: AlertStatus[]
  severity?: Severity[]
  integration?: string
  project?: string
  text?: string
  from?: number
  before?: number
  snoozed?: true
  notSnoozed?: true
  assignee?: string
  unassigned?: true
}

/** The options that choose among alerts. */
export function addFilter(command: Command): Command {
  // `choices` is for the help text: the parser behind it takes several of them.
  return command
    .addOption(
      new Option('--status <statuses>', 'only these, divided by commas')
        .choices(alertStatuses)
        .argParser(severalOf(alertStatuses)),
    )
    .addOption(
      new Option('--severity <severities>', 'only these, divided by commas')
        .choices(severities)
        .argParser(severalOf(severities)),
    )
    .addOption(new Option('--integration <id>', 'only from this integration'))
    .addOption(new Option('--project <slug>', 'only of this project'))
    .addOption(
      new Option(
        '--text <words>',
        'only with words that begin so, in title, description, project or dedup key',
      ),
    )
    .addOption(
      new Option('--from <time>', 'only opened then or later, like 2026-12-24T18:00Z').argParser(
        readTime,
      ),
    )
    .addOption(new Option('--before <time>', 'only opened before then').argParser(readTime))
    .addOption(new Option('--snoozed', 'only those that are snoozed now').conflicts('notSnoozed'))
    .addOption(new Option('--not-snoozed', 'only those that are not'))
    .addOption(new Option('--assignee <name>', 'only what they have').conflicts('unassigned'))
    .addOption(new Option('--unassigned', 'only what nobody has'))
}

/** Which alerts are meant, as the API takes it. */
export function queryOf(filter: Filter): InputOf<Contract['listAlerts']> {
  const { status, severity, integration, project, text, from, before } = filter
  const isSnoozed = filter.snoozed ?? (filter.notSnoozed && false)
  const assignee = filter.unassigned ? '' : filter.assignee
  return {
    ...(status && { status }),
    ...(severity && { severity }),
    ...(integration !== undefined && { integrationId: integration }),
    ...(project !== undefined && { project }),
    ...(text !== undefined && { text }),
    ...(from !== undefined && { openedFrom: iso(from) }),
    ...(before !== undefined && { openedBefore: iso(before) }),
    ...(isSnoozed !== undefined && { snoozed: isSnoozed }),
    ...(assignee !== undefined && { assignee }),
  }
}
