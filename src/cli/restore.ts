import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import type { Config } from '../config/config.ts'
import type { Restored } from '../backup/restore.ts'
import { AppError } from '../errors.ts'
import { createKeys, recordedKeyId } from '../secrets/key.ts'
import type { Content } from '../store/sqlite/content.ts'
import type { Sound } from '../store/sqlite/soundness.ts'
import { jsonOption, type Json } from './arguments.ts'
import { identityOption } from './backup.ts'
import { configOf, type Context } from './context.ts'
import { interruptionOf } from './interruption.ts'
import { examples, type FlagsOf } from './noun.ts'
import { printJson } from './terminal.ts'

export function addRestore(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal, clock } = context
  program
    .command('restore')
    .description('put a backup in the place of the database, and keep that beside')
    .argument('<file>', 'the backup')
    .addOption(identityOption())
    .addOption(new Option('--yes', 'do not ask before a database with something in it is replaced'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish restore navish-data/backups/navish-20261128T233500Z.db',
        'navish restore /mnt/usb/navish.db.age --identity navish-backup.key',
        'navish restore /mnt/usb/navish.db --data-dir ~/rehearsal',
      ),
    )
    .action(
      async (file: string, { identity, yes, json }: { identity?: string; yes?: true } & Json) => {
        const { config } = await configOf(context, flags())
        const { restoreBackup } = await import('../backup/restore.ts')
        const backup = resolve(file)
        const interruption = interruptionOf(context, 'everything is as it was')
        const restored = await restoreBackup({
          file: backup,
          identity: identity ?? null,
          dataDir: config.dataDir,
          clock,
          async mayReplace(there, sound) {
            if (yes === true) return true
            const answer = ask(context, config.dataDir, there, sound)
            const isMeant = await Promise.race([answer, interruption.asked])
            interruption.mustGoOn()
            return isMeant === true
          },
          // The steps after it are short, and end well whatever happens.
          onStep: (step) => (step === 'unpacked' ? interruption.mustGoOn() : undefined),
        })
        if (restored === null) {
          throw new AppError('failed', 'Not restored; everything is as it was.')
        }
        if (json) printJson(terminal, viewOf(backup, config, restored))
        for (const line of linesOf(backup, config, restored)) terminal.err(`${line}\n`)
      },
    )
}

async function ask(
  { terminal, keyboard }: Context,
  dataDir: string,
  there: Content,
  { events, census }: Sound,
): Promise<boolean> {
  const has =
    there.events === null
      ? 'a database that cannot be read'
      : `a database with ${there.events} events and ${there.alerts} alerts`
  if (!keyboard.isTerminal) {
    throw new AppError('usage', `There is ${has} in ${dataDir}. Say --yes to replace it.`)
  }
  terminal.err(
    `There is ${has} in ${dataDir}.\nReplace it by the backup, with ${events} events and ${census['alerts']?.rows ?? 0} alerts? It is kept beside. [y/N] `,
  )
  return /^y(?:es)?$/i.test((await keyboard.line())?.trim() ?? '')
}

function viewOf(file: string, { dataDir }: Config, { sound, kept, upgrades }: Restored) {
  return {
    file,
    dataDir,
    kept,
    events: sound.events,
    newestEventId: sound.newestEvent === 0 ? null : String(sound.newestEvent),
    alerts: sound.census['alerts']?.rows ?? 0,
    waitingDeliveries: sound.waiting,
    upgrades,
  }
}

/** What was done, and what is to be done next. */
function linesOf(file: string, config: Config, { sound, kept, upgrades }: Restored): string[] {
  const { dataDir } = config
  const newest = sound.newestEvent
  return [
    `Restored ${file} into ${dataDir}: ${sound.events} events, the newest is ${newest}.`,
    ...(kept.length > 0
      ? [`What was there is kept as ${kept.join(' and ')}. Remove it when you do not need it.`]
      : []),
    ...(upgrades > 0 ? [`It is of an older version: the next start upgrades it.`] : []),
    `What came after the backup is not in it: ids from ${newest + 1} on are given again, and what was revoked since, such as a token, is valid again.`,
    ...(sound.waiting > 0
      ? [`${sound.waiting} deliveries wait in it: people are told of them when it starts.`]
      : []),
    ...keyLines(config, sound),
    'Start it with "navish serve".',
  ]
}

/** The key is not in a backup: without it nobody can be told. */
function keyLines({ secretKey, dataDir }: Config, { keys }: Sound): string[] {
  if (keys.length === 0) return []
  const own = createKeys({ configured: secretKey, dataDir }).toOpen()
  const servers = recordedKeyId(dataDir)
  if (keys.every((id) => id === own?.id || id === servers)) return []
  return [
    own === null
      ? `The secrets of its channels are sealed with a key that is not here: put the file secret.key into ${dataDir}, or say NAVISH_SECRET_KEY.`
      : `The secrets of its channels are sealed with another key than the one here: put the right one into ${dataDir}/secret.key or NAVISH_SECRET_KEY, or save the channels anew.`,
  ]
}
