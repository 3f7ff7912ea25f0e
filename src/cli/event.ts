import { Option, type Command } from 'commander'
import { eventStates, outcomes, type EventState, type Outcome } from '../core/event.ts'
import { AppError } from '../errors.ts'
import { jsonOption, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import type { Context } from './context.ts'
import { listed, paged, type Paged } from './list.ts'
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
      await withCalls(context, flags(), async (calls) => {
        const query = queryOf(options)
        const events = await listed(terminal, options, (page) =>
          calls.listEvents({ ...query, ...page }),
        )
        if (options.json) return printJson(terminal, events)
        printTable(
          terminal,
          ['ID', 'RECEIVED', 'RESOURCE', 'ACTION', 'STATE', 'OUTCOME', 'ALERT', 'REASON'],
          events.map((event) => [
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
      await withCalls(context, flags(), async (calls) => {
        const event = await calls.showEvent({ id })
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
          [
            'payload',
            event.payloadRemoved === true
              ? 'removed: payloads are not kept for so long'
              : event.payload,
          ],
        ])
      })
    })

  noun
    .command('replay')
    .description('process an event again: a dead one, or any other after an upgrade')
    .argument('[id]', 'the event')
    .addOption(new Option('--all-dead', 'all that could not be processed'))
    .addOption(jsonOption())
    .addHelpText('after', examples('navish event replay 7', 'navish event replay --all-dead'))
    .action(async (id: string | undefined, options: { allDead?: true } & Json) => {
      if ((id === undefined) !== (options.allDead === true)) {
        throw new AppError('usage', 'Say which event, or --all-dead.')
      }
      await withCalls(context, flags(), async (calls) => {
        if (id === undefined) {
          const answer = await calls.replayDeadEvents({})
          if (options.json) return printJson(terminal, answer)
          const count = answer.replayed === 1 ? '1 event is' : `${answer.replayed} events are`
          return terminal.err(`${count} pending again; ${takenUp(answer.replayed)}\n`)
        }
        const event = await calls.replayEvent({ id })
        if (options.json) return printJson(terminal, event)
        terminal.err(`Event ${id} is pending again; ${takenUp(1)}\n`)
      })
    })
}

const takenUp = (count: number) =>
  `a running server takes ${count === 1 ? 'it' : 'them'} up within a second.`

function queryOf({ state, outcome, integration, resource }: Filter) {
  return {
    ...(state && { state }),
    ...(outcome && { outcome }),
    ...(integration !== undefined && { integrationId: integration }),
    ...(resource !== undefined && { resource }),
  }
}
