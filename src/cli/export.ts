import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { Option, type Command } from 'commander'
import { AppError } from '../errors.ts'
import { createKeys } from '../secrets/key.ts'
import { createSeal } from '../secrets/seal.ts'
import type { Counts } from '../transfer/write.ts'
import { version } from '../version.ts'
import type { Context } from './context.ts'
import { withStore } from './local.ts'
import { examples, type FlagsOf } from './noun.ts'

interface Options {
  output?: string
  only?: 'settings' | 'alerts'
  payloads?: true
  secrets?: true
}

export function addExport(program: Command, context: Context, flags: FlagsOf): void {
  program
    .command('export')
    .description('write settings and alerts as JSON Lines, to move or to leave: on this machine')
    .addOption(
      new Option('-o, --output <file>', 'a new file, for you alone; default: standard output'),
    )
    .addOption(
      new Option('--only <part>', 'leave the other part out').choices(['settings', 'alerts']),
    )
    .addOption(new Option('--payloads', 'also what was received, word by word'))
    .addOption(
      new Option('--secrets', 'also client secrets, secrets of channels and hashes of passwords'),
    )
    .addHelpText(
      'after',
      examples(
        'navish export --output navish.jsonl                      all but secrets and payloads',
        'navish export --secrets --output moving.jsonl            to go on elsewhere: keep it like a password',
        'navish export --only alerts | gzip > alerts.jsonl.gz',
      ),
    )
    .action(async (options: Options) => {
      if (options.payloads === true && options.only === 'settings') {
        throw new AppError(
          'usage',
          'Payloads are no settings: say either --payloads or --only settings.',
        )
      }
      // Read only by those who export.
      const { exported } = await import('../transfer/write.ts')
      await withStore(context, flags(), async ({ store, config }) => {
        const { secretKey, dataDir } = config
        const counts: Counts = {}
        const parts = {
          store,
          seal: createSeal(createKeys({ configured: secretKey, dataDir })),
          version,
          now: context.clock(),
          settings: options.only !== 'alerts',
          alerts: options.only !== 'settings',
          payloads: options.payloads === true,
          secrets: options.secrets === true,
        }
        const text = exported(parts, counts)
        if (options.output !== undefined) await writeTo(options.output, text)
        else if (!(await print(text, context))) return
        const what = Object.entries(counts).map(([name, count]) => `${name} ${count}`)
        context.terminal.err(`Exported: ${what.join(', ')}.\n`)
        if (options.secrets === true) {
          const where = options.output === undefined ? 'It' : `${options.output} (mode 0600)`
          context.terminal.err(
            `${where} holds secrets: keep it like a password, and remove it when it was used.\n`,
          )
        }
      })
    })
}

/** @returns whether somebody read it to its end */
async function print(
  text: AsyncGenerator<string>,
  { terminal, written }: Context,
): Promise<boolean> {
  for await (const some of text) {
    terminal.out(some)
    // No faster than it is read, so that it does not pile up here.
    if (!(await written())) return false
  }
  return true
}

/** The file has its name only when it is whole and on disk. */
async function writeTo(path: string, text: AsyncGenerator<string>): Promise<void> {
  if (existsSync(path)) throw new AppError('conflict', `${path} is there already.`)
  const unfinished = `${path}.part`
  try {
    removeIfThere(unfinished)
    const file = openSync(unfinished, 'wx', 0o600)
    try {
      for await (const some of text) writeFileSync(file, some)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(unfinished, path)
  } catch (error) {
    removeIfThere(unfinished)
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw new AppError('failed', `${path} could not be written: ${error.message}`, { cause: error })
  }
}

/** Of a folder that cannot be used nothing is removed: why it cannot is for whoever opens a file there to say. */
function removeIfThere(path: string): void {
  if (existsSync(path)) rmSync(path)
}
