import { Option, type Command } from 'commander'
import type { Calls } from '../contract/contract.ts'
import { cleanText } from '../core/text.ts'
import { AppError } from '../errors.ts'
import { changeAlerts, type Change, type ChangeOne, type How } from './alert-change.ts'
import { jsonOption } from './arguments.ts'
import type { Context } from './context.ts'
import { examples, type FlagsOf } from './noun.ts'
import { snoozingOf, snoozingOptions, type Snoozing } from './snoozing.ts'

interface Why {
  reason?: string
}

/** The verbs with which a person changes alerts. */
export function addAlertActions(noun: Command, context: Context, flags: FlagsOf): void {
  const change = (ids: string[], asked: Change, one: (calls: Calls) => ChangeOne, how: How) =>
    changeAlerts(context, flags(), { ids, change: asked, one }, how)

  const verb = <O extends object>(
    name: string,
    description: string,
    lines: string[],
    one: (calls: Calls) => ChangeOne,
    changeOf: (options: O) => Change,
  ): Command =>
    noun
      .command(name)
      .description(description)
      .argument('<id...>', 'the alert, or several')
      .addOption(byOption(context))
      .addOption(jsonOption())
      .addHelpText('after', examples(...lines))
      .action((ids: string[], options: O & How) => change(ids, changeOf(options), one, options))

  verb(
    'ack',
    'acknowledge: somebody is on it',
    ['navish alert ack 12', 'navish alert ack 12 13 14'],
    (calls) => calls.acknowledgeAlert,
    () => ({ action: 'acknowledge' }),
  )
  verb(
    'unack',
    'nobody is on it any more',
    ['navish alert unack 12'],
    (calls) => calls.unacknowledgeAlert,
    () => ({ action: 'unacknowledge' }),
  )
  const snooze = verb<Why & Snoozing>(
    'snooze',
    'keep quiet about an open alert, until a time or until it is worse',
    [
      'navish alert snooze 12 --for 2h --reason "deploy at noon"',
      'navish alert snooze 12 13 --until-worse',
    ],
    (calls) => calls.snoozeAlert,
    (options) => ({
      action: 'snooze',
      ...snoozingOf(options, context.clock()),
      ...reasonOf(options),
    }),
  )
  for (const option of snoozingOptions()) snooze.addOption(option)
  snooze.addOption(reasonOption())
  verb(
    'unsnooze',
    'no longer keep quiet about it',
    ['navish alert unsnooze 12'],
    (calls) => calls.unsnoozeAlert,
    () => ({ action: 'unsnooze' }),
  )
  verb<Why>(
    'resolve',
    'close an alert for good; if Sentry reports it again, a new one opens',
    [
      'navish alert resolve 12 --reason "rolled back"',
      'navish alert list --project old --json | jq -r ".[].id" | xargs navish alert resolve',
    ],
    (calls) => calls.resolveAlert,
    (options) => ({ action: 'resolve', ...reasonOf(options) }),
  ).addOption(reasonOption())

  noun
    .command('note')
    .description('write something on the timeline')
    .argument('<id>', 'the alert')
    .argument('<text>', 'what to write')
    .addOption(byOption(context))
    .addOption(jsonOption())
    .addHelpText('after', examples('navish alert note 12 "the cache was cold"'))
    .action((id: string, said: string, options: How) => {
      const text = cleanText(said, 4000)
      if (text === '') throw new AppError('usage', 'A note needs some text.')
      const one = (calls: Calls): ChangeOne => {
        return ({ ifMatch }) => calls.noteOnAlert({ id, text, ...(ifMatch && { ifMatch }) })
      }
      return change([id], { action: 'note', text }, one, options)
    })

  noun
    .command('assign')
    .description('say who has it')
    .usage('[options] <id...> <who>')
    .argument('<id...>', 'the alert, or several, and then the person or team')
    .addOption(new Option('--nobody', 'take it from whoever has it'))
    .addOption(byOption(context))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish alert assign 12 jane',
        'navish alert assign 12 13 jane',
        'navish alert assign 12 --nobody',
      ),
    )
    .action((words: string[], options: { nobody?: true } & How) => {
      const { ids, assignee } = assignmentOf(words, options.nobody === true)
      const one = (calls: Calls): ChangeOne => {
        return (input) => calls.assignAlert({ ...input, assignee })
      }
      return change(ids, { action: 'assign', assignee }, one, options)
    })
}

/** Who gets which alerts: the last word names the one, the others the others. Ids are numbers, so a name among them is noticed. */
function assignmentOf(words: string[], isNobody: boolean) {
  const who = isNobody ? null : cleanText(words.at(-1) ?? '', 200)
  const ids = isNobody ? words : words.slice(0, -1)
  if (who === '' || ids.length === 0 || (isNobody && !words.every((id) => /^\d+$/.test(id)))) {
    throw new AppError('usage', 'Say who has it, or --nobody.')
  }
  return { ids, assignee: who }
}

const byOption = ({ user }: Context) =>
  new Option(
    '--by <name>',
    `in whose name; default: ${user}; on a server always that of the token`,
  ).argParser(
    // An empty name would leave nobody on the timeline.
    (name: string) => cleanText(name, 200) || undefined,
  )

const reasonOption = () =>
  new Option('--reason <text>', 'why, for the timeline').argParser((text: string) =>
    cleanText(text, 1000),
  )

function reasonOf({ reason }: Why): Why {
  return reason === undefined || reason === '' ? {} : { reason }
}
