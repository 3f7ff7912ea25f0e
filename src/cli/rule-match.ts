import { Option, type Command } from 'commander'
import type { RuleView } from '../contract/rules.ts'
import { changes, type Change } from '../core/notice.ts'
import { severities, type Severity } from '../core/severity.ts'
import { readList, severalOf } from './arguments.ts'

/** What is said of which changes of which alerts are told, and where. False: no such condition any more. */
export interface Conditions {
  channel?: string[]
  severity?: Severity
  integration?: string[] | false
  project?: string[] | false
  change?: Change[] | false
}

/** The options that say what a rule tells, and where. */
export function addConditions(command: Command): Command {
  return command
    .addOption(
      new Option('--channel <ids>', 'where it is told, divided by commas').argParser(readList),
    )
    .addOption(
      new Option('--severity <severity>', 'only alerts of this severity or a worse one').choices(
        severities,
      ),
    )
    .addOption(
      new Option(
        '--integration <ids>',
        'only alerts from these integrations, divided by commas',
      ).argParser(readList),
    )
    .addOption(
      new Option('--project <slugs>', 'only alerts of these projects, divided by commas').argParser(
        readList,
      ),
    )
    .addOption(
      new Option('--change <changes>', 'only these, divided by commas')
        .choices(changes)
        .argParser(severalOf(changes)),
    )
}

/** The options that take a condition out. */
export function addNoConditions(command: Command): Command {
  return command
    .addOption(new Option('--no-integration', 'alerts from any integration'))
    .addOption(new Option('--no-project', 'alerts of any project'))
    .addOption(new Option('--no-change', 'every change'))
}

/** What was said, as the API takes it. */
export function matchOf({ severity, integration, project, change }: Conditions) {
  const match = {
    ...(severity !== undefined && { leastSeverity: severity }),
    ...(integration !== undefined && { integrationIds: integration || [] }),
    ...(project !== undefined && { projects: project || [] }),
    ...(change !== undefined && { changes: change || [] }),
  }
  return Object.keys(match).length === 0 ? {} : { match }
}

/** What a rule looks for, for a person. */
export function matchText({ match }: Pick<RuleView, 'match'>): string {
  const { leastSeverity, integrationIds, projects, changes: wanted } = match
  const parts = [
    ...(leastSeverity === 'info' ? [] : [`${leastSeverity} or worse`]),
    ...(wanted.length === 0 ? [] : [wanted.join(', ')]),
    ...(projects.length === 0 ? [] : [`of ${projects.join(', ')}`]),
    ...(integrationIds.length === 0 ? [] : [`from integration ${integrationIds.join(', ')}`]),
  ]
  return parts.join('; ') || 'everything'
}
