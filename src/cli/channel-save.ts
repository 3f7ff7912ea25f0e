import { Option, type Command } from 'commander'
import type { ChannelKindView, SavedChannelView } from '../contract/channels.ts'
import type { Calls } from '../contract/contract.ts'
import { AppError } from '../errors.ts'
import { jsonOption, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import {
  saysAny,
  secretFileOption,
  setOption,
  settingsIn,
  unsetOption,
  type Fields,
} from './channel-fields.ts'
import type { Context } from './context.ts'
import { examples, type FlagsOf } from './noun.ts'
import { printJson, type Terminal } from './terminal.ts'

interface New extends Fields, Json {
  kind: string
  fallback?: string
}

interface Update extends Fields, Json {
  name?: string
  /** false: none any more. */
  fallback?: string | false
}

/** The verbs that write what a channel is. */
export function addSaving(noun: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context

  noun
    .command('create')
    .description(
      'create a channel; while there is no rule, with one that tells alerts of severity error and worse there',
    )
    .argument('<name>', 'what to call it, such as the room in which people read')
    .addOption(
      new Option(
        '--kind <kind>',
        'what it is, such as slack: "navish channel kinds" lists them',
      ).makeOptionMandatory(),
    )
    .addOption(setOption())
    .addOption(secretFileOption())
    .addOption(fallbackOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish channel create "on call" --kind slack --secret-file webhookUrl=./webhook',
        'navish channel create phones --kind ntfy --set serverUrl=https://ntfy.example.org --secret-file topic=-',
        'navish channel create ops --kind telegram --set chatId=-100123 --secret-file botToken=./bot-token',
      ),
    )
    .action(async (name: string, { kind: said, fallback, json, ...fields }: New) => {
      await withCalls(context, flags(), async (calls) => {
        const kind = await kindNamed(calls, said)
        const settings = await settingsIn(fields, kind, context)
        const created = await calls.createChannel({
          kind: kind.kind,
          name,
          settings,
          ...(fallback !== undefined && { fallbackChannelId: fallback }),
        })
        const what = `is there; try it with "navish channel test ${created.id}"`
        print(terminal, created, json, what)
        if (json) return
        terminal.err(
          created.ruleId === null
            ? 'Nothing is told there until a rule names it: see "navish rule".\n'
            : `Rule ${created.ruleId} was created with it: alerts of severity error and worse are told there.\n`,
        )
      })
    })

  noun
    .command('update')
    .description('change a channel; what is not said stays, secret or not')
    .argument('<id>', 'the channel')
    .addOption(new Option('--name <name>', 'what to call it'))
    .addOption(setOption())
    .addOption(unsetOption())
    .addOption(secretFileOption())
    .addOption(fallbackOption())
    .addOption(new Option('--no-fallback', 'nobody is told what it could not be told'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish channel update 1 --name "on call, Europe"',
        'navish channel update 1 --secret-file webhookUrl=./webhook',
        'pass show slack | navish channel update 1 --secret-file webhookUrl=-',
        'navish channel update 1 --unset apiUrl --fallback 2',
      ),
    )
    .action(async (id: string, { name, fallback, json, ...fields }: Update) => {
      if (name === undefined && fallback === undefined && !saysAny(fields)) {
        throw new AppError('usage', 'Say what to change.')
      }
      await withCalls(context, flags(), async (calls) => {
        const settings = saysAny(fields)
          ? await settingsIn(fields, await kindOf(calls, id), context)
          : undefined
        const updated = await calls.updateChannel({
          id,
          ...(name !== undefined && { name }),
          ...(settings !== undefined && { settings }),
          ...(fallback !== undefined && {
            fallbackChannelId: fallback === false ? null : fallback,
          }),
          ifMatch: '*',
        })
        print(terminal, updated, json, 'is changed')
      })
    })

  const switching = (verb: 'enable' | 'disable', description: string) =>
    noun
      .command(verb)
      .description(description)
      .argument('<id>', 'the channel')
      .addOption(jsonOption())
      .addHelpText('after', examples(`navish channel ${verb} 1`))
      .action(async (id: string, { json }: Json) => {
        await withCalls(context, flags(), async (calls) => {
          const enabled = verb === 'enable'
          const updated = await calls.updateChannel({ id, enabled, ifMatch: '*' })
          print(terminal, updated, json, `is ${verb}d`)
        })
      })
  switching('enable', 'tell things on a channel again')
  switching('disable', 'tell nothing new on a channel; what waits goes on waiting')
}

const fallbackOption = () =>
  new Option('--fallback <id>', 'the channel that is told what this one could not be told')

async function kindNamed(calls: Calls, name: string): Promise<ChannelKindView> {
  const { items } = await calls.listChannelKinds({})
  const found = items.find(({ kind }) => kind === name)
  if (found !== undefined) return found
  const names = items.map(({ kind }) => kind).join(', ')
  throw new AppError('usage', `There is no kind ${JSON.stringify(name)}, but ${names}.`)
}

async function kindOf(calls: Calls, id: string): Promise<ChannelKindView> {
  const { kind } = await calls.showChannel({ id })
  return kindNamed(calls, kind)
}

function print(
  terminal: Terminal,
  channel: SavedChannelView,
  json: true | undefined,
  what: string,
): void {
  if (channel.warning !== null) terminal.err(`It may not work yet. ${channel.warning}\n`)
  if (json) return printJson(terminal, channel)
  terminal.err(`Channel ${channel.id} (${channel.name}) ${what}.\n`)
}
