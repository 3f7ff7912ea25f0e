import { Option, type Command } from 'commander'
import { jsonOption, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import type { Context } from './context.ts'
import { listed, paged, type Paged } from './list.ts'
import { addNoun, examples, type FlagsOf } from './noun.ts'
import { printJson, printTable } from './terminal.ts'

export function addSession(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  const noun = addNoun(program, 'session', 'who is signed in with a browser', [
    'navish session list',
    'navish session revoke 5',
  ])

  paged(noun.command('list'), 'sessions')
    .description('list who is signed in, newest first')
    .addOption(new Option('--own', 'only those of whom the token stands for; needs no admin'))
    .addOption(jsonOption())
    .addHelpText('after', examples('navish session list', 'navish session list --json'))
    .action(async (options: { own?: true } & Paged & Json) => {
      await withCalls(context, flags(), async (calls) => {
        const whose = options.own ? {} : { all: true }
        const found = await listed(terminal, options, (page) =>
          calls.listSessions({ ...whose, ...page }),
        )
        if (options.json) return printJson(terminal, found)
        printTable(
          terminal,
          ['ID', 'USER', 'SINCE', 'LAST USED', 'EXPIRES', 'FROM', 'BROWSER'],
          found.map((one) => [
            one.id,
            one.email,
            one.createdAt,
            one.lastUsedAt,
            one.expiresAt,
            one.address,
            one.userAgent,
          ]),
        )
      })
    })

  noun
    .command('revoke')
    .description('sign a browser out')
    .argument('<id>', 'the session')
    .addHelpText('after', examples('navish session revoke 5'))
    .action(async (id: string) => {
      await withCalls(context, flags(), async (calls) => {
        await calls.revokeSession({ id })
        terminal.err(`Session ${id} has ended.\n`)
      })
    })
}
