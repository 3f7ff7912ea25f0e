import { Option, type Command } from 'commander'
import type { SilenceView } from '../contract/silences.ts'
import { cleanLine } from '../core/text.ts'
import { AppError } from '../errors.ts'
import { iso } from '../views.ts'
import { jsonOption, readDuration, readList, readTime, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import type { Context } from './context.ts'
import { listed, paged, type Paged } from './list.ts'
import { addNoun, examples, type FlagsOf } from './noun.ts'
import { printJson, printTable } from './terminal.ts'

interface Times {
  from?: number
  for?: number
  until?: number
}

interface New extends Times, Json {
  project?: string[]
  integration?: string[]
  title?: string
  reason: string
}

export function addSilence(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  const noun = addNoun(program, 'silence', 'of what nobody is told for a time', [
    'navish silence create --project shop --for 2h --reason "deploy"',
    'navish silence list',
    'navish silence end 3',
  ])

  paged(noun.command('list'), 'silences')
    .description('list silences, newest first, also those that are over')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish silence list', 'navish silence list --json'))
    .action(async (options: Paged & Json) => {
      await withCalls(context, flags(), async (calls) => {
        const found = await listed(terminal, options, calls.listSilences)
        if (options.json) return printJson(terminal, found)
        printTable(
          terminal,
          ['ID', 'STATE', 'FROM', 'UNTIL', 'SILENCES', 'BY', 'REASON'],
          found.map((one) => [
            one.id,
            one.state,
            one.startsAt,
            one.endsAt,
            silencedText(one),
            one.by,
            one.reason,
          ]),
        )
      })
    })

  noun
    .command('create')
    .description('tell nobody of some alerts for a time; that they are resolved is told')
    .addOption(
      new Option('--project <slugs>', 'alerts of these projects, divided by commas').argParser(
        readList,
      ),
    )
    .addOption(
      new Option(
        '--integration <ids>',
        'alerts from these integrations, divided by commas',
      ).argParser(readList),
    )
    .addOption(
      new Option('--title <text>', 'alerts with this in their title').argParser((text: string) =>
        cleanLine(text, 200),
      ),
    )
    .addOption(new Option('--for <time>', 'this long, like 30m or 2h').argParser(readDuration))
    .addOption(
      new Option(
        '--until <time>',
        'until then, like 2026-12-24T18:00Z; without the Z in local time',
      ).argParser(readTime),
    )
    .addOption(
      new Option('--from <time>', 'from then on, like --until; default: now').argParser(readTime),
    )
    .addOption(
      new Option('--reason <text>', 'why, for those who wonder')
        .argParser((text: string) => cleanLine(text, 500))
        .makeOptionMandatory(),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish silence create --project shop --for 2h --reason "deploy"',
        'navish silence create --integration 1,2 --from 2026-12-24T18:00Z --until 2026-12-27T06:00Z --reason "holidays"',
        'navish silence create --project shop --title timeout --for 1d --reason "the provider knows"',
      ),
    )
    .action(async ({ project, integration, title, reason, json, ...said }: New) => {
      if (project === undefined && integration === undefined && title === undefined) {
        throw new AppError('usage', 'Say with --project, --integration or --title what is meant.')
      }
      const times = timesOf(said, context.clock())
      await withCalls(context, flags(), async (calls) => {
        const created = await calls.createSilence({
          match: {
            ...(project !== undefined && { projects: project }),
            ...(integration !== undefined && { integrationIds: integration }),
            ...(title !== undefined && { title }),
          },
          ...times,
          reason,
        })
        if (json) return printJson(terminal, created)
        const { id, startsAt, endsAt, state } = created
        const from = state === 'waiting' ? ` from ${startsAt}` : ''
        terminal.err(
          `Silence ${id}: nobody is told of alerts ${silencedText(created)}${from} until ${endsAt}.\n`,
        )
      })
    })

  noun
    .command('end')
    .description('end a silence now; one that has not begun never does')
    .argument('<id>', 'the silence')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish silence end 3'))
    .action(async (id: string, { json }: Json) => {
      await withCalls(context, flags(), async (calls) => {
        const ended = await calls.endSilence({ id })
        if (json) return printJson(terminal, ended)
        terminal.err(`Silence ${id} is over since ${ended.endsAt}.\n`)
      })
    })
}

function timesOf({ from, until, for: length }: Times, now: number) {
  if ((length === undefined) === (until === undefined)) {
    throw new AppError('usage', 'Say one of --for and --until.')
  }
  const endsAt = until ?? (from ?? now) + (length ?? 0)
  if (endsAt <= (from ?? now)) throw new AppError('usage', 'It ends before it begins.')
  return { ...(from !== undefined && { startsAt: iso(from) }), endsAt: iso(endsAt) }
}

/** What a silence looks for, for a person. */
function silencedText({ match }: Pick<SilenceView, 'match'>): string {
  const { projects, integrationIds, title } = match
  const parts = [
    ...(projects.length === 0 ? [] : [`of ${projects.join(', ')}`]),
    ...(integrationIds.length === 0 ? [] : [`from integration ${integrationIds.join(', ')}`]),
    ...(title === null ? [] : [`with "${title}" in the title`]),
  ]
  return parts.join('; ')
}
