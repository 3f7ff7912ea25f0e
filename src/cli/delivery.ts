import { Option, type Command } from 'commander'
import type { DeliveryDetailView } from '../contract/deliveries.ts'
import { deliveryStates, type DeliveryState } from '../core/delivery.ts'
import { jsonOption, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import type { Context } from './context.ts'
import { listed, paged, type Paged } from './list.ts'
import { addNoun, examples, type FlagsOf } from './noun.ts'
import { printFacts, printJson, printTable, type Terminal } from './terminal.ts'

interface Filter {
  state?: DeliveryState
  channel?: string
  alert?: string
}

export function addDelivery(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  const noun = addNoun(program, 'delivery', 'what was told, and what became of it', [
    'navish delivery list --state dead',
    'navish delivery show 7',
    'navish delivery retry 7',
  ])

  paged(noun.command('list'), 'deliveries')
    .description('list deliveries, newest first')
    .addOption(new Option('--state <state>', 'only these').choices(deliveryStates))
    .addOption(new Option('--channel <id>', 'only on this channel'))
    .addOption(new Option('--alert <id>', 'only of this alert'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish delivery list --limit 20',
        'navish delivery list --state dead     what was given up',
        'navish delivery list --alert 12 --json',
      ),
    )
    .action(async ({ state, channel, alert, json, ...options }: Filter & Paged & Json) => {
      const query = {
        ...(state && { state }),
        ...(channel !== undefined && { channelId: channel }),
        ...(alert !== undefined && { alertId: alert }),
      }
      await withCalls(context, flags(), async (calls) => {
        const found = await listed(terminal, options, (page) =>
          calls.listDeliveries({ ...query, ...page }),
        )
        if (json) return printJson(terminal, found)
        printTable(
          terminal,
          ['ID', 'CREATED', 'ALERT', 'CHANGE', 'CHANNEL', 'STATE', 'ATTEMPTS', 'REASON'],
          found.map((one) => [
            one.id,
            one.createdAt,
            one.alertId,
            one.change,
            one.channelId,
            one.state,
            one.attempts,
            one.reason,
          ]),
        )
      })
    })

  noun
    .command('show')
    .description('show a delivery: what is told, and how each attempt went')
    .argument('<id>', 'the delivery')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish delivery show 7'))
    .action(async (id: string, { json }: Json) => {
      await withCalls(context, flags(), async (calls) => {
        const delivery = await calls.showDelivery({ id })
        if (json) return printJson(terminal, delivery)
        print(terminal, delivery)
      })
    })

  noun
    .command('retry')
    .description('have a delivery tried again now, with another day before it is given up')
    .argument('<id>', 'the delivery')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish delivery retry 7'))
    .action(async (id: string, { json }: Json) => {
      await withCalls(context, flags(), async (calls) => {
        const delivery = await calls.retryDelivery({ id })
        if (json) return printJson(terminal, delivery)
        terminal.err(`Delivery ${id} is pending again; a running server takes it up at once.\n`)
      })
    })
}

function print(terminal: Terminal, delivery: DeliveryDetailView): void {
  const { notice, tries } = delivery
  printFacts(terminal, [
    ['delivery', delivery.id],
    ['channel', delivery.channelId],
    ['alert', delivery.alertId],
    ['change', delivery.change],
    ['state', delivery.state],
    ['reason', delivery.reason],
    ['rule', delivery.ruleId],
    ['fallback of', delivery.fallbackOf],
    ['created', delivery.createdAt],
    ['due', delivery.dueAt],
    ['sent', delivery.sentAt],
    ['told together', delivery.together > 1 ? delivery.together : null],
    ['title', notice.alert.title],
    ['severity', notice.alert.severity],
    ['because', notice.reason],
    ['attempts', delivery.attempts],
  ])
  if (tries.length === 0) return
  terminal.out('\n')
  printTable(
    terminal,
    ['AT', 'RESULT', 'STATUS', 'TOOK', 'WHY', 'REPLY'],
    tries.map(({ at, result, status, ms, why, reply }) => [
      at,
      result,
      status,
      `${ms} ms`,
      why,
      reply,
    ]),
  )
}
