import { Command, CommanderError, Option } from 'commander'
import { settingNames, settings } from '../config/config.ts'
import type { Named } from '../config/setting.ts'
import { AppError, messageOf, type ErrorCode } from '../errors.ts'
import { addAdmin } from './admin.ts'
import { addAlert } from './alert.ts'
import { addAudit } from './audit.ts'
import { addBackup } from './backup.ts'
import { addChannel } from './channel.ts'
import { addCompletion } from './completion.ts'
import { addConfig } from './config.ts'
import type { Context } from './context.ts'
import { addDelivery } from './delivery.ts'
import { addDoctor } from './doctor.ts'
import { addEvent } from './event.ts'
import { addExport } from './export.ts'
import { addHealthcheck } from './healthcheck.ts'
import { addImport } from './import.ts'
import { addIntegration } from './integration.ts'
import { addRestore } from './restore.ts'
import { addRule } from './rule.ts'
import { addServe } from './serve.ts'
import { configOption, mustBeHere, serverOption, type CommandFlags } from './server.ts'
import { addSession } from './session.ts'
import { addSilence } from './silence.ts'
import { addStats } from './stats.ts'
import { addStorage } from './storage.ts'
import { addToken } from './token.ts'
import { addUser } from './user.ts'
import { version } from '../version.ts'
import { addVersion } from './version.ts'

/** Runs one command line and gives its exit code: 0 ok, 1 failed, 2 usage, 3 configuration, 4 unhealthy. */
export async function run(args: readonly string[], context: Context): Promise<number> {
  try {
    await createProgram(context).parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    for (const line of messageOf(error).split('\n')) context.terminal.err(`navish: ${line}\n`)
    return exitCodeOf(error)
  }
}

function exitCodeOf(error: unknown): number {
  return error instanceof AppError ? exitCodeFor(error.code) : 1
}

/** With what a command ends that fails like this. */
export function exitCodeFor(code: ErrorCode): number {
  const codes: Partial<Record<ErrorCode, number>> = {
    usage: 2,
    invalid_request: 2,
    configuration: 3,
    unhealthy: 4,
  }
  return codes[code] ?? 1
}

/** Every command that there is. */
export function createProgram(context: Context): Command {
  const program = new Command('navish')
    .description('Turns Sentry webhooks into alerts you can trust.')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help')
    .version(version, '-V, --version', 'print the version')
    .showHelpAfterError('Try it with --help.')
    .configureHelp({ showGlobalOptions: true, visibleGlobalOptions: settingsFor })
    .configureOutput({ writeOut: context.terminal.out, writeErr: context.terminal.err })
    .exitOverride()
  for (const setting of Object.values(settings)) {
    program.addOption(new Option(`${setting.flag} <${setting.value}>`, docOf(setting)))
  }
  program.addOption(configOption())
  program.addOption(serverOption())
  const flags = (): CommandFlags => flagsOf(program)
  program.hook('preAction', (_, command) => {
    const noun = nounOf(command)
    if (!remote.has(noun)) mustBeHere(noun, context, flags())
  })
  addServe(program, context, flags)
  addIntegration(program, context, flags)
  addAlert(program, context, flags)
  addEvent(program, context, flags)
  addChannel(program, context, flags)
  addRule(program, context, flags)
  addSilence(program, context, flags)
  addDelivery(program, context, flags)
  addStats(program, context, flags)
  addStorage(program, context, flags)
  addAdmin(program, context, flags)
  addUser(program, context, flags)
  addSession(program, context, flags)
  addToken(program, context, flags)
  addAudit(program, context, flags)
  addBackup(program, context, flags)
  addRestore(program, context, flags)
  addConfig(program, context, flags)
  addExport(program, context, flags)
  addImport(program, context, flags)
  addHealthcheck(program, context, flags)
  addDoctor(program, context, flags)
  addCompletion(program, context)
  addVersion(program, context)
  program.addHelpText(
    'after',
    `
Examples:
  navish serve                         start; the first start prints a webhook URL
  navish integration create backend    another URL for Sentry
  navish alert list --status open      what is wrong now
  navish alert show 12                 and why
  navish channel kinds                 where people can be told
  navish admin create EMAIL            who may sign in
  navish doctor                        whether all is well, and what to do
  NAVISH_TOKEN=nva_… navish alert list --server https://navish.example.org

Exit codes:
  0  it was done
  1  it failed
  2  the command line is wrong, or what it asks for cannot be
  3  the configuration is wrong
  4  the server is not ready (navish healthcheck)

What was asked for is on the standard output, everything else on standard error; with --json it is one JSON document.`,
  )
  return program
}

/** The options that matter to a command, for its help text: most only need to know where the data is. */
function settingsFor(command: Command): Option[] {
  const program = rootOf(command)
  const own = command === program ? [] : program.options
  const noun = nounOf(command)
  if (noun === 'serve' || noun === 'config') return own.filter(({ long }) => long !== '--server')
  const matter = [
    '--data-dir',
    '--config',
    ...(remote.has(noun) ? ['--server'] : []),
    ...(addressed.has(noun) ? ['--host', '--port', '--public-url'] : []),
    ...(noun === 'backup' ? ['--backup-dir', '--backup-recipients'] : []),
    ...(noun === 'restore' ? ['--secret-key'] : []),
    ...(noun === 'channel' ? ['--secret-key', '--outbound-allow'] : []),
  ]
  return own.filter(({ long }) => matter.includes(long ?? ''))
}

/** Nouns that show or ask an address of the server. */
const addressed = new Set(['integration', 'channel', 'healthcheck', 'user', 'admin'])

/** Nouns that also work on a server elsewhere. */
const remote = new Set([
  'integration',
  'alert',
  'event',
  'channel',
  'rule',
  'silence',
  'delivery',
  'stats',
  'storage',
  'user',
  'session',
  'token',
  'audit',
  'healthcheck',
])

/** What a setting means, what it is when nobody says it, and where else it may be said. */
function docOf({ doc, byDefault, env, secret }: Named<unknown>): string {
  const inFile = secret === true ? `: $${env[0]}_FILE` : ''
  const otherwise = byDefault === '' ? '' : `; default: ${byDefault}`
  return `${doc}${inFile}${otherwise} [${env.map((name) => `$${name}`).join(', ')}]`
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent)
}

function nounOf(command: Command): string {
  return command.parent === null || command.parent.parent === null
    ? command.name()
    : nounOf(command.parent)
}

function flagsOf(program: Command): CommandFlags {
  const given = program.opts<Record<string, unknown>>()
  const flags: CommandFlags = {}
  for (const name of [...settingNames, 'server', 'config'] as const) {
    const value = given[name]
    if (typeof value === 'string') flags[name] = value
  }
  return flags
}
