import { closeSync, existsSync, openSync, writeSync, fsyncSync } from 'node:fs'
import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { backupFolder, listBackups, makeRoom } from '../backup/folder.ts'
import { AppError } from '../errors.ts'
import { jsonOption, readLimit, type Json } from './arguments.ts'
import { factsOf, verifiedView, backupView, listedView, sizeOf } from './backup-views.ts'
import { configOf, type Context } from './context.ts'
import { interruptionOf } from './interruption.ts'
import { examples, type FlagsOf } from './noun.ts'
import { printFacts, printJson, printTable } from './terminal.ts'

interface BackupOptions extends Json {
  force?: true
  keep?: number
}

export function addBackup(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal, clock } = context
  const make = async (file: string | undefined, { force, keep, json }: BackupOptions) => {
    if (file !== undefined && keep !== undefined) {
      throw new AppError('usage', 'Say a file or --keep: those that are named are not removed.')
    }
    const { config } = await configOf(context, flags())
    // Only here: most commands copy nothing.
    const { takeBackup } = await import('../backup/take.ts')
    const interruption = interruptionOf(context, 'no backup was made')
    const made = await takeBackup({
      dataDir: config.dataDir,
      folder: backupFolder(config),
      file: file === undefined ? null : resolve(file),
      mayReplace: force === true,
      recipients: config.backupRecipients,
      clock,
      onStep: interruption.mustGoOn,
    })
    if (keep !== undefined) makeRoom(backupFolder(config), keep, clock())
    const view = backupView(made)
    if (json) printJson(terminal, view)
    else printFacts(terminal, factsOf(view))
  }

  const noun = making(program.command('backup'))
    .helpCommand(false)
    .addHelpText(
      'after',
      examples(
        'navish backup                 into the folder for backups',
        'navish backup /mnt/usb/navish.db --force',
        'navish backup --backup-recipients age1… --backup-dir /var/backups/navish',
        'navish backup --keep 7         and remove all but the newest seven from there',
        'navish backup verify /mnt/usb/navish.db',
      ),
    )
    .action(make)

  // The same with a verb, as everywhere: else "create" would be taken for the name of a file.
  making(noun.command('create'))
    .addHelpText(
      'after',
      examples('navish backup create', 'navish backup create /mnt/usb/navish.db'),
    )
    .action((file: string | undefined, _options: BackupOptions, command: Command) =>
      make(file, allOf<BackupOptions>(command)),
    )

  noun
    .command('list')
    .description('the backups in the folder for them, newest first')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish backup list', 'navish backup list --json'))
    .action(async (_options: Json, command: Command) => {
      const { json } = allOf<Json>(command)
      const { config } = await configOf(context, flags())
      const views = listBackups(backupFolder(config)).map(listedView)
      if (json) return printJson(terminal, views)
      printTable(
        terminal,
        ['MADE AT', 'SIZE', 'ENCRYPTED', 'FILE'],
        views.map(({ at, bytes, encrypted, file }) => [
          at,
          sizeOf(bytes),
          encrypted ? 'yes' : 'no',
          file,
        ]),
      )
    })

  noun
    .command('verify')
    .description('read all of a backup, and say what is in it')
    .argument('<file>', 'the backup')
    .addOption(identityOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish backup verify /mnt/usb/navish.db',
        'navish backup verify /mnt/usb/navish.db.age --identity /root/navish-backup.key',
      ),
    )
    .action(async (file: string, _options: Json, command: Command) => {
      const { identity, json } = allOf<{ identity?: string } & Json>(command)
      const { verifyBackup } = await import('../backup/verify.ts')
      const view = verifiedView(await verifyBackup(resolve(file), identity ?? null))
      if (json) printJson(terminal, view)
      else printFacts(terminal, factsOf(view))
      if (view.checked === 'outside') {
        terminal.err(
          'It is encrypted, so only its outside was looked at. With --identity FILE all of it is read.\n',
        )
      }
    })

  noun
    .command('keygen')
    .description('make a pair of keys: backups are encrypted for the public one')
    .argument('<file>', 'where the secret key goes; keep it on another machine')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish backup keygen navish-backup.key'))
    .action(async (file: string, _options: Json, command: Command) => {
      const { json } = allOf<Json>(command)
      const path = resolve(file)
      if (existsSync(path)) throw new AppError('conflict', `${path} is there already.`)
      const { makeIdentity } = await import('../backup/encryption.ts')
      const made = await makeIdentity(clock())
      writeNew(path, made.file)
      if (json) printJson(terminal, { file: path, recipient: made.recipient })
      else terminal.out(`${made.recipient}\n`)
      terminal.err(
        `The secret key is in ${path}. Keep it away from this machine, and not only once: without it no backup for ${made.recipient.slice(0, 12)}… can be opened.\n`,
      )
    })
}

/** What it takes to make a backup. */
function making(command: Command): Command {
  return command
    .description('copy the database, also while a server writes to it, and check the copy')
    .argument('[file]', 'where to; default: a name with the time, in the folder for backups')
    .addOption(new Option('--force', 'replace a file that is there'))
    .addOption(
      new Option(
        '--keep <number>',
        'afterwards remove all but the newest so many from the folder for backups, and nothing else',
      )
        .argParser(readLimit)
        .conflicts('force'),
    )
    .addOption(jsonOption())
}

/** The options of a verb; one that the noun knows, too, is the noun's wherever it stands. */
function allOf<T extends object>(command: Command): T {
  return command.optsWithGlobals<T>()
}

export const identityOption = () =>
  new Option(
    '--identity <FILE>',
    'file with the key, as "navish backup keygen" or age-keygen makes it',
  )

function writeNew(path: string, text: string): void {
  const fd = openSync(path, 'wx', 0o600)
  try {
    writeSync(fd, text)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
