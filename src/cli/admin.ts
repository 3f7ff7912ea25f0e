import { Option, type Command } from 'commander'
import { emailOf, roles, type Role } from '../core/account.ts'
import { AppError } from '../errors.ts'
import { auditor } from '../operations/audit.ts'
import { createPasswords } from '../password.ts'
import { createSetupLink } from '../setup-link.ts'
import type { User } from '../store/accounts.ts'
import { userView } from '../views.ts'
import { jsonOption, type Json } from './arguments.ts'
import type { Context } from './context.ts'
import { commandActor, localCalls, withFirstStore, withStore, type Opened } from './local.ts'
import { addNoun, examples, type FlagsOf } from './noun.ts'
import { fromStdinOption, readNewPassword, type FromStdin } from './password.ts'
import { printLink } from './people.ts'
import { printJson } from './terminal.ts'

interface New extends FromStdin, Json {
  name?: string
  role: Role
}

/** What somebody who is not yet, or no longer, let in can do on the machine of the server. */
export function addAdmin(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  const noun = addNoun(program, 'admin', 'get in for the first time, or again: on this machine', [
    'navish admin create jane@example.org',
    'navish admin reset jane@example.org',
  ])

  noun
    .command('create')
    .description('add a person with a password, also before the first start; by default an admin')
    .argument('<email>', 'their e-mail address')
    .addOption(new Option('--name <name>', 'how to call them'))
    .addOption(new Option('--role <role>', 'what they may').choices(roles).default('admin'))
    .addOption(fromStdinOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish admin create jane@example.org             asks for the password twice',
        'navish admin create jane@example.org --password-stdin < password',
      ),
    )
    .action(async (said: string, { name, role, passwordStdin, json }: New) => {
      const email = addressOf(said)
      const password = await readNewPassword(context, email, passwordStdin === true)
      await withFirstStore(context, flags(), async (opened) => {
        const { user } = await localCalls(context, opened).createUser({
          email,
          role,
          password,
          ...(name !== undefined && { name }),
        })
        if (json) return printJson(terminal, user)
        terminal.err(`User ${user.id} (${user.email}, ${user.role}) can sign in.\n`)
      })
    })

  noun
    .command('reset')
    .description('give a person a new password and let them in again; their sessions end')
    .argument('<email>', 'their e-mail address')
    .addOption(fromStdinOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish admin reset jane@example.org',
        'navish admin reset jane@example.org --password-stdin < password',
      ),
    )
    .action(async (said: string, { passwordStdin, json }: FromStdin & Json) => {
      const email = addressOf(said)
      await withStore(context, flags(), async (opened) => {
        const found = await userOf(opened, email)
        const password = await readNewPassword(context, email, passwordStdin === true)
        const user = userView(await letIn(context, opened, found, password))
        if (json) return printJson(terminal, user)
        terminal.err(`User ${user.id} (${user.email}, ${user.role}) has a new password.\n`)
      })
    })

  noun
    .command('link')
    .description('show a one-time link: to make the first admin, or to set a password')
    .argument('[email]', 'whose password; without it, to make the first admin')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish admin link', 'navish admin link jane@example.org'))
    .action(async (said: string | undefined, { json }: Json) => {
      const email = said === undefined ? null : addressOf(said)
      await withFirstStore(context, flags(), async (opened) => {
        const link =
          email === null
            ? await setupLink(context, opened)
            : await localCalls(context, opened).createUserLink({
                id: (await userOf(opened, email)).id,
              })
        if (json) return printJson(terminal, link)
        printLink(terminal, link, email ?? 'the first admin')
      })
    })
}

function addressOf(said: string): string {
  const email = emailOf(said)
  if (email === null) throw new AppError('usage', `"${said}" is no e-mail address.`)
  return email
}

async function userOf({ store }: Opened, email: string): Promise<User> {
  const user = await store.findUser(email)
  if (user === undefined) throw new AppError('not_found', `There is no user ${email}.`)
  return user
}

async function setupLink({ clock, user }: Context, { store, publicUrl }: Opened) {
  if (!(await store.needsAdmin())) {
    throw new AppError(
      'conflict',
      'There is an admin already: say whose password the link is to set, or use "navish admin reset".',
    )
  }
  return createSetupLink(store, { publicUrl, now: clock(), actor: commandActor(user) })
}

/** Sets a password, which ends all sessions, and enables them. */
async function letIn(
  { clock, user }: Context,
  { store }: Opened,
  { id, disabledAt }: User,
  password: string,
): Promise<User> {
  const now = clock()
  const audit = auditor(clock, commandActor(user))
  const changed = await store.setPassword(
    id,
    { passwordHash: await createPasswords().hash(password), keepSessionId: null, now },
    audit('user.password', 'Set a new password.'),
  )
  if (disabledAt === null) return changed
  const enabled = { disabled: false, now, ifRevision: null }
  return store.updateUser(id, enabled, audit('user.update', 'Changed: enabled.'))
}
