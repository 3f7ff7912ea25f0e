import { Option, type Command } from 'commander'
import { roles, type Role } from '../core/account.ts'
import { AppError } from '../errors.ts'
import { jsonOption, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import type { Context } from './context.ts'
import { listed, paged, type Paged } from './list.ts'
import { addNoun, examples, type FlagsOf } from './noun.ts'
import { fromStdinOption, readNewPassword, type FromStdin } from './password.ts'
import { printJson, printTable } from './terminal.ts'
import { printLink, printUser } from './people.ts'

interface New extends FromStdin, Json {
  name?: string
  role: Role
}

interface Update extends Json {
  name?: string | false
  role?: Role
  disable?: true
  enable?: true
}

const roleOption = () =>
  new Option(
    '--role <role>',
    'viewer reads, operator acts on alerts, admin does everything',
  ).choices(roles)

export function addUser(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  const noun = addNoun(program, 'user', 'people, and what they may do', [
    'navish user list',
    'navish user create jane@example.org --role operator',
    'navish user update 2 --role viewer',
  ])

  paged(noun.command('list'), 'people')
    .description('list people, newest first')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish user list', 'navish user list --json'))
    .action(async (options: Paged & Json) => {
      await withCalls(context, flags(), async (calls) => {
        const found = await listed(terminal, options, calls.listUsers)
        if (options.json) return printJson(terminal, found)
        printTable(
          terminal,
          ['ID', 'EMAIL', 'NAME', 'ROLE', 'LAST SIGN-IN', 'DISABLED'],
          found.map((one) => [
            one.id,
            one.email,
            one.name,
            one.role,
            one.lastSignInAt,
            one.disabledAt,
          ]),
        )
      })
    })

  noun
    .command('show')
    .description('show a person')
    .argument('<id>', 'the person')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish user show 2'))
    .action(async (id: string, options: Json) => {
      await withCalls(context, flags(), async (calls) => {
        const user = await calls.showUser({ id })
        if (options.json) return printJson(terminal, user)
        printUser(terminal, user)
      })
    })

  noun
    .command('create')
    .description('add a person; without a password it shows a link, once, with which they set one')
    .argument('<email>', 'their e-mail address')
    .addOption(roleOption().makeOptionMandatory())
    .addOption(new Option('--name <name>', 'how to call them'))
    .addOption(fromStdinOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish user create jane@example.org --role operator --name "Jane Roe"',
        'navish user create bot@example.org --role viewer --password-stdin < password',
      ),
    )
    .action(async (email: string, { name, role, passwordStdin, json }: New) => {
      const password = passwordStdin ? await readNewPassword(context, email, true) : undefined
      await withCalls(context, flags(), async (calls) => {
        const created = await calls.createUser({
          email,
          role,
          ...(name !== undefined && { name }),
          ...(password !== undefined && { password }),
        })
        if (json) return printJson(terminal, created)
        const { user, link } = created
        if (link !== null) printLink(terminal, link, user.email)
        else terminal.err(`User ${user.id} (${user.email}) can sign in.\n`)
      })
    })

  noun
    .command('update')
    .description('change name or role of a person, or keep them out')
    .argument('<id>', 'the person')
    .addOption(new Option('--name <name>', 'how to call them'))
    .addOption(new Option('--no-name', 'by their address alone'))
    .addOption(roleOption())
    .addOption(new Option('--disable', 'they can no longer sign in').conflicts('enable'))
    .addOption(new Option('--enable', 'they can sign in again'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples('navish user update 2 --role viewer', 'navish user update 2 --disable'),
    )
    .action(async (id: string, { name, role, disable, enable, json }: Update) => {
      const change = {
        ...(name !== undefined && { name: name === false ? null : name }),
        ...(role !== undefined && { role }),
        ...((disable ?? enable) && { disabled: disable === true }),
      }
      if (Object.keys(change).length === 0) throw new AppError('usage', 'Say what to change.')
      await withCalls(context, flags(), async (calls) => {
        const user = await calls.updateUser({ id, ...change, ifMatch: '*' })
        if (json) return printJson(terminal, user)
        const state = user.disabledAt === null ? user.role : `${user.role}, disabled`
        terminal.err(`User ${id} is ${user.name ?? user.email} (${state}).\n`)
      })
    })

  noun
    .command('delete')
    .description('remove a person, with their sessions and tokens')
    .argument('<id>', 'the person')
    .addHelpText('after', examples('navish user delete 2'))
    .action(async (id: string) => {
      await withCalls(context, flags(), async (calls) => {
        await calls.deleteUser({ id })
        terminal.err(`User ${id} is deleted.\n`)
      })
    })

  noun
    .command('link')
    .description('show a link, once, with which a person sets a new password')
    .argument('<id>', 'the person')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish user link 2'))
    .action(async (id: string, options: Json) => {
      await withCalls(context, flags(), async (calls) => {
        const link = await calls.createUserLink({ id })
        if (options.json) return printJson(terminal, link)
        printLink(terminal, link, `user ${id}`)
      })
    })
}
