import { Option, type Command } from 'commander'
import type { HealthView, TestView } from '../contract/integrations.ts'
import { severities, type Severity } from '../core/severity.ts'
import { AppError } from '../errors.ts'
import { jsonOption, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import type { Context } from './context.ts'
import { examples, type FlagsOf } from './noun.ts'
import { printFacts, printJson, printTable, type Terminal } from './terminal.ts'
import { alertJson } from './views.ts'

/** The verbs that tell whether an integration works. */
export function addChecks(noun: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context

  noun
    .command('test')
    .description('send a signed sample through the whole way, as Sentry would')
    .argument('<id>', 'the integration')
    .addOption(
      new Option('--severity <severity>', 'how bad it is to be; default: error').choices(
        severities,
      ),
    )
    .addOption(
      new Option('--resolve', 'say that it is resolved: closes the alert of a sample before'),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish integration test 1',
        'navish integration test 1 --severity critical',
        'navish integration test 1 --resolve',
      ),
    )
    .action(async (id: string, options: { severity?: Severity; resolve?: true } & Json) => {
      await withCalls(context, flags(), async (calls) => {
        const { severity, resolve } = options
        const tested = await calls.testIntegration({
          id,
          ...(severity !== undefined && { severity }),
          ...(resolve && { resolve }),
        })
        printTested(terminal, tested, options)
        if (!tested.processed) {
          throw new AppError(
            'failed',
            `Event ${tested.event.id} is stored, but nothing took it up within five seconds. Is the server running?`,
          )
        }
      })
    })

  noun
    .command('health')
    .description('whether it works: last seen, what was seen, what was refused and why')
    .argument('<id>', 'the integration')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish integration health 1'))
    .action(async (id: string, options: Json) => {
      await withCalls(context, flags(), async (calls) => {
        const health = await calls.integrationHealth({ id })
        if (options.json) return printJson(terminal, health)
        printHealth(terminal, health)
      })
    })

  noun
    .command('refusals')
    .description('what was refused in the last 24 hours because its token never was one')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish integration refusals'))
    .action(async (options: Json) => {
      await withCalls(context, flags(), async (calls) => {
        const { items } = await calls.listStrayRefusals({})
        if (options.json) return printJson(terminal, items)
        printTable(
          terminal,
          ['COUNT', 'CODE', 'LAST', 'REASON'],
          items.map(({ count, code, lastAt, reason }) => [count, code, lastAt, reason]),
        )
      })
    })
}

function printTested(terminal: Terminal, { event, alert, processed }: TestView, { json }: Json) {
  if (json) {
    return printJson(terminal, { event, alert: alert && alertJson(alert), processed })
  }
  printFacts(terminal, [
    ['event', event.id],
    ['state', event.state],
    ['outcome', event.outcome],
    ['reason', event.reason],
    ['alert', alert && `${alert.id} (${alert.status}, ${alert.severity})`],
  ])
}

function printHealth(terminal: Terminal, health: HealthView): void {
  printFacts(terminal, [
    ['integration', `${health.id} (${health.name})`],
    ['last seen', health.lastSeenAt ?? 'never'],
    ['signed', health.signed ? 'yes' : 'no'],
    ['pending', health.pending],
  ])
  if (health.resources.length > 0) {
    terminal.out('\n')
    printTable(
      terminal,
      ['RESOURCE', 'ACTION', 'COUNT', 'FIRST SEEN', 'LAST SEEN'],
      health.resources.map((one) => [
        one.resource,
        one.action,
        one.count,
        one.firstSeenAt,
        one.lastSeenAt,
      ]),
    )
  }
  if (health.refusals.length > 0) {
    terminal.out('\n')
    printFacts(terminal, [
      ['refused', 'in the last 24 hours:'],
      ...health.refusals.map(({ code, count, reason, lastAt }): [string, string] => [
        `${count}×`,
        `${code}, last at ${lastAt}: ${reason}`,
      ]),
    ])
  }
}
