import type { Command } from 'commander'
import type { ChannelView } from '../contract/channels.ts'
import { AppError } from '../errors.ts'
import { jsonOption, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import { addSaving } from './channel-save.ts'
import type { Context } from './context.ts'
import { listed, paged, type Paged } from './list.ts'
import { addNoun, examples, type FlagsOf } from './noun.ts'
import { printFacts, printJson, printTable } from './terminal.ts'

export function addChannel(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  const noun = addNoun(program, 'channel', 'where people are told of alerts', [
    'navish channel kinds',
    'navish channel create "on call" --kind slack --secret-file webhookUrl=./webhook',
    'navish channel test 1',
  ])

  noun
    .command('kinds')
    .description('list what a channel can be, and what is set for each')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish channel kinds', 'navish channel kinds --json'))
    .action(async ({ json }: Json) => {
      await withCalls(context, flags(), async (calls) => {
        const { items } = await calls.listChannelKinds({})
        if (json) return printJson(terminal, items)
        printTable(
          terminal,
          ['KIND', 'FIELD', 'NEEDED', 'SECRET', 'MEANING'],
          items.flatMap(({ kind, fields }) =>
            fields.map(({ name, required, secret, description }) => [
              kind,
              name,
              required ? 'yes' : 'no',
              secret ? 'yes' : 'no',
              description,
            ]),
          ),
        )
      })
    })

  paged(noun.command('list'), 'channels')
    .description('list channels, newest first')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish channel list', 'navish channel list --json'))
    .action(async (options: Paged & Json) => {
      await withCalls(context, flags(), async (calls) => {
        const found = await listed(terminal, options, calls.listChannels)
        if (options.json) return printJson(terminal, found)
        printTable(
          terminal,
          ['ID', 'NAME', 'KIND', 'STATE', 'PENDING', 'DEAD', 'LAST SENT', 'LAST FAILURE'],
          found.map((one) => [
            one.id,
            one.name,
            one.kind,
            stateOf(one),
            one.pending,
            one.dead,
            one.lastSentAt,
            one.lastFailure,
          ]),
        )
      })
    })

  noun
    .command('show')
    .description('show a channel, without its secrets')
    .argument('<id>', 'the channel')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish channel show 1'))
    .action(async (id: string, { json }: Json) => {
      await withCalls(context, flags(), async (calls) => {
        const one = await calls.showChannel({ id })
        if (json) return printJson(terminal, one)
        printFacts(terminal, [
          ['channel', one.id],
          ['name', one.name],
          ['kind', one.kind],
          ['state', stateOf(one)],
          ...Object.entries(one.settings ?? {}).map(([name, value]): [string, string] => [
            name,
            typeof value === 'string' ? value : JSON.stringify(value),
          ]),
          ['secrets', one.secrets?.join(', ') ?? 'sealed with another key: give them again'],
          ['fallback', one.fallbackChannelId],
          ['rests until', one.restsUntil],
          ['failing since', one.failingSince],
          ['last failure', one.lastFailure],
          ['last sent', one.lastSentAt],
          ['pending', one.pending],
          ['dead', one.dead],
          ['created', one.createdAt],
        ])
      })
    })

  addSaving(noun, context, flags)

  noun
    .command('test')
    .description('tell a test on a channel, now and once')
    .argument('<id>', 'the channel')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish channel test 1'))
    .action(async (id: string, { json }: Json) => {
      await withCalls(context, flags(), async (calls) => {
        const tested = await calls.testChannel({ id })
        const { result, status, reply, why, ms } = tested
        if (json) printJson(terminal, tested)
        else {
          printFacts(terminal, [
            ['result', result],
            ['status', status],
            ['why', why],
            ['reply', reply],
            ['took', `${ms} ms`],
          ])
        }
        if (result !== 'sent') throw new AppError('failed', `The test was not told. ${why ?? ''}`)
      })
    })

  noun
    .command('delete')
    .description('delete a channel: rules no longer name it, what waits for it is given up')
    .argument('<id>', 'the channel')
    .addHelpText('after', examples('navish channel delete 1'))
    .action(async (id: string) => {
      await withCalls(context, flags(), async (calls) => {
        await calls.deleteChannel({ id })
        terminal.err(`Channel ${id} is deleted.\n`)
      })
    })
}

function stateOf({ enabled, restsUntil, failingSince }: ChannelView): string {
  if (!enabled) return 'disabled'
  if (restsUntil !== null) return 'resting'
  return failingSince === null ? 'enabled' : 'failing'
}
