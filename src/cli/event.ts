import { Option, type Command } from 'commander'
import { eventStates, outcomes, type EventState, type Outcome } from '../core/event.ts'
import type { EventFilter } from '../store/store.ts'
import { eventDetailView, eventView } from '../views.ts'
import { jsonOption, paged, pageOf, warnWhenFull, type Json, type Paged } from './arguments.ts'
import { withStore, type Context } from './context.ts'
import { addNoun, examples, type FlagsOf } from './noun.ts'
import { printFacts, printJson, printTable } from './terminal.ts'

interface Filter {
  state?: EventState
  outcome?: Outcome
  integration?: string
  resource?: string
}

export function addEvent(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  const noun = addNoun(program, 'event', 'what was received, and what became of it', [
    'navish event list --limit 20',
    'navish event show 7',
    'navish event replay 7',
  ])

  paged(noun.command('list'), 'events')
    .description('list events, newest first')
    .addOption(new Option('--state <state>', 'only these').choices(eventStates))
    .addOption(new Option('--outcome <outcome>', 'only these').choices(outcomes))
    .addOption(new Option('--integration <id>', 'only from this integration'))
    .addOption(new Option('--resource <name>', 'only of this resource, such as issue'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish event list --limit 20',
        'navish event list --state dead       what could not be processed',
        'navish event list --outcome ignored --json',
      ),
    )
    .action(async (options: Filter & Paged & Json) => {
      await withStore(context, flags(), async (store) => {
        const found = await store.listEvents(filterOf(options), pageOf(options))
        const views = found.map(eventView)
        warnWhenFull(terminal, views, options)
        if (options.json) return printJson(terminal, views)
        printTable(
          terminal,
          ['ID', 'RECEIVED', 'RESOURCE', 'ACTION', 'STATE', 'OUTCOME', 'ALERT', 'REASON'],
          views.map((event) => [
            event.id,
            event.receivedAt,
            event.resource,
            event.action,
            event.state,
            event.outcome,
            event.alertId,
            event.reason,
          ]),
        )
      })
    })

  noun
    .command('show')
    .description('show an event with its headers and its payload')
    .argument('<id>', 'the event')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples('navish event show 7', 'navish event show 7 --json | jq -r .payload'),
    )
    .action(async (id: string, options: Json) => {
      await withStore(context, flags(), async (store) => {
        const event = eventDetailView(await store.showEvent(id))
        if (options.json) return printJson(terminal, event)
        printFacts(terminal, [
          ['event', event.id],
          ['integration', event.integrationId],
          ['received', event.receivedAt],
          ['resource', event.resource],
          ['action', event.action],
          ['state', event.state],
          ['outcome', event.outcome],
          ['reason', event.reason],
          ['attempts', event.attempts],
          ['alert', event.alertId],
          ...Object.entries(event.headers),
          ['payload', event.payload],
        ])
      })
    })

  noun
    .command('replay')
    .description('process an event again: a dead one, or any other after an upgrade')
    .argument('<id>', 'the event')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish event replay 7'))
    .action(async (id: string, options: Json) => {
      await withStore(context, flags(), async (store) => {
        const event = eventView(await store.replayEvent(id))
        if (options.json) return printJson(terminal, event)
        terminal.err(
          `Event ${id} is pending again; a running server takes it up within a second.\n`,
        )
      })
    })
}

function filterOf({ state, outcome, integration, resource }: Filter): EventFilter {
  return {
    ...(state && { state }),
    ...(outcome && { outcome }),
    ...(integration !== undefined && { integrationId: integration }),
    ...(resource !== undefined && { resource }),
  }
}
