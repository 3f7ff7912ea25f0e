import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { Option, type Command } from 'commander'
import { AppError } from '../errors.ts'
import { createKeys } from '../secrets/key.ts'
import { createSeal } from '../secrets/seal.ts'
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
        const text = exported({
          store,
          seal: createSeal(createKeys({ configured: secretKey, dataDir })),
          version,
          now: context.clock(),
          settings: options.only !== 'alerts',
          alerts: options.only !== 'settings',
          payloads: options.payloads === true,
          secrets: options.secrets === true,
        })
        const counts = await (options.output === undefined
          ? print(text, context)
          : writeTo(options.output, text))
        if (counts === null) return
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

type Text<T> = AsyncGenerator<string, T>

/** @returns null when nobody reads it to its end */
async function print<T>(text: Text<T>, { terminal, written }: Context): Promise<T | null> {
  for (;;) {
    const next = await text.next()
    if (next.done === true) return next.value
    terminal.out(next.value)
    // No faster than it is read, so that it does not pile up here.
    if (await written()) continue
    await text.return(undefined as never)
    return null
  }
}

/** The file has its name only when it is whole and on disk. */
async function writeTo<T>(path: string, text: Text<T>): Promise<T> {
  if (existsSync(path)) throw new AppError('conflict', `${path} is there already.`)
  const unfinished = `${path}.part`
  rmSync(unfinished, { force: true })
  const file = openSync(unfinished, 'wx', 0o600)
  try {
    const result = await writeAll(file, text)
    fsyncSync(file)
    renameSync(unfinished, path)
    return result
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
}

async function writeAll<T>(file: number, text: Text<T>): Promise<T> {
  for (;;) {
    const next = await text.next()
    if (next.done === true) return next.value
    const bytes = Buffer.from(next.value)
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
  }
}
