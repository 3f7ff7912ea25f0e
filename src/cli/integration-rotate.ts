import { Option, type Command } from 'commander'
import { jsonOption, readDuration, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import type { Context } from './context.ts'
import { printCredentials, readSecret, secretOption, type Secret } from './credentials.ts'
import { examples, type FlagsOf } from './noun.ts'
import { printJson } from './terminal.ts'
import { integrationJson } from './views.ts'

interface Rotation extends Secret, Json {
  overlap: number
  /** False for `--no-client-secret`. */
  clientSecret: boolean
}

/** The verb that replaces what an integration is known by. */
export function addRotate(noun: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  noun
    .command('rotate')
    .description('give an integration a new webhook URL, or a new client secret or none')
    .argument('<id>', 'the integration')
    .addOption(
      new Option('--overlap <time>', 'how long the old one still works')
        .default(0, 'not at all')
        .argParser(readDuration),
    )
    .addOption(secretOption('change the client secret instead of the URL'))
    .addOption(
      new Option(
        '--no-client-secret',
        'remove the client secret instead: unsigned requests are taken, too',
      ).conflicts(['overlap', 'clientSecretFile']),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish integration rotate 1                  the old URL stops working at once',
        'navish integration rotate 1 --overlap 24h    both work for a day',
        'navish integration rotate 1 --client-secret-file ./new-secret --overlap 1h',
      ),
    )
    .action(async (id: string, options: Rotation) => {
      const clientSecret = readSecret(options)
      const overlapSeconds = options.overlap / 1000
      await withCalls(context, flags(), async (calls) => {
        if (!options.clientSecret) {
          const changed = await calls.removeClientSecret({ id })
          if (options.json) return printJson(terminal, integrationJson(changed))
          return terminal.err(`Integration ${id} takes unsigned requests, too.\n`)
        }
        if (clientSecret !== null) {
          const changed = await calls.setClientSecret({ id, clientSecret, overlapSeconds })
          if (options.json) return printJson(terminal, integrationJson(changed))
          const [, before] = changed.clientSecrets
          return terminal.err(`Integration ${id} has a new client secret. ${oldOne(before)}\n`)
        }
        const credentials = await calls.rotateIntegration({ id, overlapSeconds })
        if (!options.json) {
          const [, before] = options.overlap > 0 ? (await calls.showIntegration({ id })).tokens : []
          terminal.err(`${oldOne(before)}\n`)
        }
        printCredentials(terminal, credentials, options)
      })
    })
}

/** Of the one before, if it still works. */
function oldOne(before: { expiresAt: string | null } | undefined): string {
  const until = before?.expiresAt ?? null
  return until === null ? 'The one before no longer works.' : `The one before works until ${until}.`
}
