import { InvalidArgumentError, Option, type Command } from 'commander'
import type { RuleView } from '../contract/rules.ts'
import { AppError } from '../errors.ts'
import { jsonOption, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import type { Context } from './context.ts'
import { addNoun, examples, type FlagsOf } from './noun.ts'
import {
  addConditions,
  addNoConditions,
  matchOf,
  matchText,
  type Conditions,
} from './rule-match.ts'
import { addPreview } from './rule-preview.ts'
import { printFacts, printJson, printTable } from './terminal.ts'

interface New extends Conditions, Json {
  last?: true
  disabled?: true
}

interface Update extends Conditions, Json {
  name?: string
  last?: boolean
  enable?: true
  disable?: true
}

export function addRule(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  const noun = addNoun(program, 'rule', 'what is told where', [
    'navish rule create "the worst" --severity critical --channel 1',
    'navish rule list',
    'navish rule preview',
  ])

  noun
    .command('list')
    .description('list all rules, in the order in which they are looked at')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish rule list', 'navish rule list --json'))
    .action(async ({ json }: Json) => {
      await withCalls(context, flags(), async (calls) => {
        const { items } = await calls.listRules({})
        if (json) return printJson(terminal, items)
        printTable(
          terminal,
          ['POSITION', 'ID', 'NAME', 'ENABLED', 'TELLS', 'CHANNELS', 'THEN'],
          items.map((rule) => [
            rule.position,
            rule.id,
            rule.name,
            rule.enabled ? 'yes' : 'no',
            matchText(rule),
            rule.channelIds.join(', '),
            thenText(rule),
          ]),
        )
      })
    })

  addConditions(noun.command('create'))
    .description('create a rule, after those that are there')
    .argument('<name>', 'what to call it')
    .addOption(new Option('--last', 'the rules after it are not looked at when it matches'))
    .addOption(new Option('--disabled', 'it is not looked at yet'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish rule create everything --channel 1',
        'navish rule create "the worst" --severity critical --channel 1,2',
        'navish rule create shop --project shop,checkout --change opened,worse --channel 3 --last',
      ),
    )
    .action(async (name: string, { channel, last, disabled, json, ...conditions }: New) => {
      if (channel === undefined) throw new AppError('usage', 'Say with --channel where it is told.')
      await withCalls(context, flags(), async (calls) => {
        const created = await calls.createRule({
          name,
          channelIds: channel,
          ...matchOf(conditions),
          ...(last && { last }),
          ...(disabled && { enabled: false }),
        })
        if (json) return printJson(terminal, created)
        terminal.err(`Rule ${created.id} (${created.name}) tells ${toldText(created)}.\n`)
      })
    })

  noun
    .command('show')
    .description('show a rule')
    .argument('<id>', 'the rule')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish rule show 1'))
    .action(async (id: string, { json }: Json) => {
      await withCalls(context, flags(), async (calls) => {
        const rule = await calls.showRule({ id })
        if (json) return printJson(terminal, rule)
        printFacts(terminal, [
          ['rule', rule.id],
          ['name', rule.name],
          ['position', rule.position],
          ['enabled', rule.enabled ? 'yes' : 'no'],
          ['tells', matchText(rule)],
          ['channels', rule.channelIds.join(', ') || 'none'],
          ['then', thenText(rule)],
        ])
      })
    })

  addNoConditions(addConditions(noun.command('update')))
    .description('change a rule; what is not said stays')
    .argument('<id>', 'the rule')
    .addOption(new Option('--name <name>', 'what to call it'))
    .addOption(new Option('--last', 'the rules after it are not looked at when it matches'))
    .addOption(new Option('--no-last', 'they are'))
    .addOption(new Option('--disable', 'it is not looked at').conflicts('enable'))
    .addOption(new Option('--enable', 'it is'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish rule update 1 --severity error',
        'navish rule update 1 --no-project --channel 1,2',
        'navish rule update 1 --disable',
      ),
    )
    .action(async (id: string, options: Update) => {
      const { name, channel, last, enable, disable, json, ...conditions } = options
      const change = {
        ...(name !== undefined && { name }),
        ...(channel !== undefined && { channelIds: channel }),
        ...matchOf(conditions),
        ...(last !== undefined && { last }),
        ...((enable ?? disable) && { enabled: enable === true }),
      }
      if (Object.keys(change).length === 0) throw new AppError('usage', 'Say what to change.')
      await withCalls(context, flags(), async (calls) => {
        const rule = await calls.updateRule({ id, ...change, ifMatch: '*' })
        if (json) return printJson(terminal, rule)
        terminal.err(`Rule ${id} (${rule.name}) tells ${toldText(rule)}.\n`)
      })
    })

  noun
    .command('move')
    .description('have a rule looked at earlier or later')
    .argument('<id>', 'the rule')
    .argument('<position>', 'where to: 1 is the first', readPosition)
    .addOption(jsonOption())
    .addHelpText('after', examples('navish rule move 3 1'))
    .action(async (id: string, position: number, { json }: Json) => {
      await withCalls(context, flags(), async (calls) => {
        const rule = await calls.updateRule({ id, position, ifMatch: '*' })
        if (json) return printJson(terminal, rule)
        terminal.err(`Rule ${id} (${rule.name}) is number ${rule.position}.\n`)
      })
    })

  noun
    .command('delete')
    .description('delete a rule')
    .argument('<id>', 'the rule')
    .addHelpText('after', examples('navish rule delete 1'))
    .action(async (id: string) => {
      await withCalls(context, flags(), async (calls) => {
        await calls.deleteRule({ id })
        terminal.err(`Rule ${id} is deleted.\n`)
      })
    })

  addPreview(noun, context, flags)
}

function toldText(rule: RuleView): string {
  if (!rule.enabled) return 'nothing: it is disabled'
  const { channelIds } = rule
  if (channelIds.length === 0) return 'nothing: it names no channel'
  const where = channelIds.length === 1 ? 'channel' : 'channels'
  return `${matchText(rule)} on ${where} ${channelIds.join(', ')}`
}

const thenText = ({ last }: RuleView) => (last ? 'ends' : 'goes on')

function readPosition(text: string): number {
  const position = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (position < 1) throw new InvalidArgumentError('A position is a number from 1.')
  return position
}
