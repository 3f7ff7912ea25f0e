import { Option, type Command } from 'commander'
import { roles, type Role } from '../core/account.ts'
import { cleanText } from '../core/text.ts'
import { AppError } from '../errors.ts'
import { jsonOption, readDuration, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import type { Context } from './context.ts'
import { listed, paged, type Paged } from './list.ts'
import { addNoun, examples, type FlagsOf } from './noun.ts'
import { printJson, printTable } from './terminal.ts'

interface New extends Json {
  label: string
  role: Role
  expires?: number
}

export function addToken(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  const noun = addNoun(program, 'token', 'API tokens: with what programs and commands may ask', [
    'navish token create --role viewer --label ci',
    'navish token list',
    'navish token revoke 3',
  ])

  noun
    .command('create')
    .description('create an API token and show it, once')
    .addOption(
      new Option('--role <role>', 'what it may: viewer reads, operator acts on alerts, admin all')
        .choices(roles)
        .makeOptionMandatory(),
    )
    .addOption(new Option('--label <text>', 'what it is for').makeOptionMandatory())
    .addOption(
      new Option(
        '--expires <time>',
        'how long it works, like 90d; default: until it is revoked',
      ).argParser(readDuration),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish token create --role viewer --expires 90d --label ci',
        'NAVISH_TOKEN=$(navish token create --role operator --label laptop)',
      ),
    )
    .action(async ({ label, role, expires, json }: New) => {
      if (expires !== undefined && expires < 60_000) {
        throw new AppError('usage', 'A token works for a minute at least.')
      }
      await withCalls(context, flags(), async (calls) => {
        const created = await calls.createToken({
          label,
          role,
          ...(expires !== undefined && { expiresInSeconds: expires / 1000 }),
        })
        if (json) return printJson(terminal, created)
        const { id, token, expiresAt } = created
        // Alone, so that a shell can take it.
        terminal.out(`${cleanText(token, 1000)}\n`)
        const until = expiresAt === null ? 'until it is revoked' : `until ${expiresAt}`
        terminal.err(`Token ${id} works ${until}. It is shown only now.\n`)
      })
    })

  paged(noun.command('list'), 'tokens')
    .description('list API tokens, newest first')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish token list', 'navish token list --json'))
    .action(async (options: Paged & Json) => {
      await withCalls(context, flags(), async (calls) => {
        const found = await listed(terminal, options, calls.listTokens)
        if (options.json) return printJson(terminal, found)
        printTable(
          terminal,
          ['ID', 'LABEL', 'ROLE', 'TOKEN', 'CREATED BY', 'CREATED', 'EXPIRES', 'LAST USED', 'FROM'],
          found.map((one) => [
            one.id,
            one.label,
            one.role,
            `…${one.hint}`,
            one.createdBy,
            one.createdAt,
            one.expiresAt,
            one.lastUsedAt,
            one.lastUsedFrom,
          ]),
        )
      })
    })

  noun
    .command('revoke')
    .description('make an API token stop working')
    .argument('<id>', 'the token')
    .addHelpText('after', examples('navish token revoke 3'))
    .action(async (id: string) => {
      await withCalls(context, flags(), async (calls) => {
        await calls.revokeToken({ id })
        terminal.err(`Token ${id} no longer works.\n`)
      })
    })
}
