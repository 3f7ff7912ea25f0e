import { Option, type Command } from 'commander'
import { jsonOption, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import type { Context } from './context.ts'
import { listed, paged, type Paged } from './list.ts'
import { addNoun, examples, type FlagsOf } from './noun.ts'
import { printJson, printTable } from './terminal.ts'

interface Filter {
  actor?: string
  action?: string
  target?: string
}

export function addAudit(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  const noun = addNoun(program, 'audit', 'who did what, and from where', [
    'navish audit list --limit 20',
  ])

  paged(noun.command('list'), 'entries')
    .description('list who did what, newest first')
    .addOption(new Option('--actor <name>', 'only what they did'))
    .addOption(new Option('--action <name>', 'only this, such as alert.resolve'))
    .addOption(new Option('--target <name>', 'only to this, such as "alert 12"'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish audit list --actor jane@example.org',
        'navish audit list --target "alert 12" --json',
      ),
    )
    .action(async ({ actor, action, target, ...options }: Filter & Paged & Json) => {
      await withCalls(context, flags(), async (calls) => {
        const found = await listed(terminal, options, (page) =>
          calls.listAudit({
            ...(actor !== undefined && { actor }),
            ...(action !== undefined && { action }),
            ...(target !== undefined && { target }),
            ...page,
          }),
        )
        if (options.json) return printJson(terminal, found)
        printTable(
          terminal,
          ['ID', 'AT', 'WHO', 'FROM', 'ACTION', 'TARGET', 'TEXT'],
          found.map((one) => [
            one.id,
            one.at,
            one.actor.name,
            one.address ?? one.actor.kind,
            one.action,
            one.target,
            one.text,
          ]),
        )
      })
    })
}
