import type { Command } from 'commander'
import type { PreviewView } from '../contract/rules.ts'
import { AppError } from '../errors.ts'
import { jsonOption, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import type { Context } from './context.ts'
import { examples, type FlagsOf } from './noun.ts'
import { addConditions, matchOf, type Conditions } from './rule-match.ts'
import { printFacts, printJson, printTable, type Terminal } from './terminal.ts'

/** The verb that tries rules on what there was. */
export function addPreview(noun: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context

  addConditions(noun.command('preview'))
    .description('what the rules, or one that is not there yet, would have sent in the last week')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish rule preview',
        'navish rule preview --channel 1 --severity critical      a rule that is not there yet',
      ),
    )
    .action(async ({ json, ...conditions }: Conditions & Json) => {
      const { channel } = conditions
      const match = matchOf(conditions)
      if (channel === undefined && 'match' in match) {
        throw new AppError('usage', 'Say with --channel where it would be told.')
      }
      await withCalls(context, flags(), async (calls) => {
        const rule = channel && { channelIds: channel, ...match }
        const preview = await calls.previewRules(rule === undefined ? {} : { rule })
        if (json) return printJson(terminal, preview)
        print(terminal, preview)
      })
    })
}

function print(terminal: Terminal, preview: PreviewView): void {
  const { from, to, alerts, complete, untold, channels, rules, examples: found } = preview
  printFacts(terminal, [
    ['from', from],
    ['to', to],
    ['alerts', complete ? alerts : `${alerts}: the newest of very many`],
    ['told nowhere', `${untold.opened + untold.reopened} openings, ${untold.resolved} resolves`],
  ])
  if (channels.length === 0) return
  terminal.out('\n')
  printTable(
    terminal,
    ['BY', 'OPENED', 'REOPENED', 'RESOLVED'],
    [
      ...channels.map((one) => rowOf(`channel ${one.channelId}`, one)),
      ...rules.map((one) => rowOf(one.ruleId === null ? 'this rule' : `rule ${one.ruleId}`, one)),
    ],
  )
  terminal.out('\n')
  printTable(
    terminal,
    ['AT', 'CHANGE', 'ALERT', 'SEVERITY', 'CHANNELS', 'TITLE'],
    found.map(({ at, change, alertId, severity, ways, title }) => [
      at,
      change,
      alertId,
      severity,
      ways.map(({ channelId }) => channelId).join(', '),
      title,
    ]),
  )
}

function rowOf(what: string, { opened, reopened, resolved }: PreviewView['untold']) {
  return [what, opened, reopened, resolved]
}
