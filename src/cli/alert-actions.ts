import { Option, type Command } from 'commander'
import { act, type Action } from '../core/action.ts'
import { cleanText } from '../core/text.ts'
import { AppError } from '../errors.ts'
import { alertView } from '../views.ts'
import { jsonOption, readDuration, readTime, type Json } from './arguments.ts'
import { withStore, type Context } from './context.ts'
import { examples, type FlagsOf } from './noun.ts'
import { printJson } from './terminal.ts'

interface Why {
  reason?: string
}

/** The verbs with which a person changes an alert. */
export function addAlertActions(noun: Command, context: Context, flags: FlagsOf): void {
  const { terminal, clock } = context

  const verb = <O extends object>(
    name: string,
    description: string,
    example: string,
    actionOf: (options: O) => Action,
  ): Command =>
    noun
      .command(name)
      .description(description)
      .argument('<id>', 'the alert')
      .addOption(byOption(context))
      .addOption(jsonOption())
      .addHelpText('after', examples(example))
      .action((id: string, options: O & By & Json) => change(id, actionOf(options), options))

  async function change(id: string, action: Action, { by, json }: By & Json): Promise<void> {
    await withStore(context, flags(), async (store) => {
      const result = await store.changeAlert(id, { action, act, by, now: clock() })
      if (result.result === 'refused') throw new AppError('conflict', result.text)
      if (json) return printJson(terminal, alertView(await store.showAlert(id, 1), clock()))
      terminal.err(
        result.result === 'changed' ? `Alert ${id}: ${result.text}\n` : `${result.text}\n`,
      )
    })
  }

  verb('ack', 'acknowledge: somebody is on it', 'navish alert ack 12', () => ({
    kind: 'acknowledge',
  }))
  verb('unack', 'nobody is on it any more', 'navish alert unack 12', () => ({
    kind: 'unacknowledge',
  }))
  verb<Why & Snoozing>(
    'snooze',
    'keep quiet about an open alert, until a time or until it is worse',
    'navish alert snooze 12 --for 2h --reason "deploy at noon"',
    (options) => ({
      kind: 'snooze',
      until: untilOf(options, clock()),
      reason: options.reason || null,
    }),
  )
    .addOption(new Option('--for <time>', 'this long, like 30m or 2h').argParser(readDuration))
    .addOption(
      new Option(
        '--until <time>',
        'until then, like 2026-12-24T18:00Z; without the Z in local time',
      ).argParser(readTime),
    )
    .addOption(new Option('--until-worse', 'until its severity rises or Sentry says it escalates'))
    .addOption(reasonOption())
  verb('unsnooze', 'no longer keep quiet about it', 'navish alert unsnooze 12', () => ({
    kind: 'unsnooze',
  }))
  verb<Why>(
    'resolve',
    'close an alert for good; if Sentry reports it again, a new one opens',
    'navish alert resolve 12 --reason "rolled back"',
    ({ reason }) => ({ kind: 'resolve', reason: reason || null }),
  ).addOption(reasonOption())

  noun
    .command('note')
    .description('write something on the timeline')
    .argument('<id>', 'the alert')
    .argument('<text>', 'what to write')
    .addOption(byOption(context))
    .addOption(jsonOption())
    .addHelpText('after', examples('navish alert note 12 "the cache was cold"'))
    .action((id: string, text: string, options: By & Json) => {
      const note = cleanText(text, 4000)
      if (note === '') throw new AppError('usage', 'A note needs some text.')
      return change(id, { kind: 'note', text: note }, options)
    })

  noun
    .command('assign')
    .description('say who has it')
    .argument('<id>', 'the alert')
    .argument('[who]', 'the person or team')
    .addOption(new Option('--nobody', 'take it from whoever has it'))
    .addOption(byOption(context))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples('navish alert assign 12 jane', 'navish alert assign 12 --nobody'),
    )
    .action((id: string, who: string | undefined, options: { nobody?: true } & By & Json) => {
      const assignee = who === undefined ? null : cleanText(who, 200)
      if ((assignee === null) !== (options.nobody === true) || assignee === '') {
        throw new AppError('usage', 'Say who has it, or --nobody.')
      }
      return change(id, { kind: 'assign', assignee }, options)
    })
}

interface By {
  by: string
}

const byOption = ({ user }: Context) =>
  new Option('--by <name>', 'in whose name').default(user).argParser(
    // An empty name would leave nobody on the timeline.
    (name: string) => cleanText(name, 200) || user,
  )

const reasonOption = () =>
  new Option('--reason <text>', 'why, for the timeline').argParser((text: string) =>
    cleanText(text, 1000),
  )

interface Snoozing {
  for?: number
  until?: number
  untilWorse?: true
}

function untilOf(options: Snoozing, now: number): number | 'worse' {
  const said = [options.for, options.until, options.untilWorse].filter((one) => one !== undefined)
  if (said.length !== 1) {
    throw new AppError('usage', 'Say one of --for, --until or --until-worse.')
  }
  if (options.untilWorse) return 'worse'
  const until = options.until ?? now + (options.for ?? 0)
  if (until <= now) throw new AppError('usage', 'That time has passed already.')
  return until
}
