import { Option, type Command } from 'commander'
import { readFileSync } from 'node:fs'
import { webhookUrl } from '../address.ts'
import { AppError } from '../errors.ts'
import type { Integration } from '../store/store.ts'
import { createToken, storedToken } from '../token.ts'
import { integrationView, iso } from '../views.ts'
import {
  jsonOption,
  paged,
  pageOf,
  readDuration,
  warnWhenFull,
  type Json,
  type Paged,
} from './arguments.ts'
import { withStore, type Context } from './context.ts'
import { addNoun, examples, type FlagsOf } from './noun.ts'
import { printFacts, printJson, printTable } from './terminal.ts'

interface Secret {
  clientSecretFile?: string
}

const secretOption = (doc: string) => new Option('--client-secret-file <file>', doc)

export function addIntegration(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal, clock } = context
  const noun = addNoun(program, 'integration', 'who may send: each has a webhook URL of its own', [
    'navish integration create acme',
    'navish integration list',
    'navish integration rotate 1 --overlap 24h',
  ])

  function printCredentials(
    { id, name, source }: Integration,
    token: string,
    publicUrl: string,
    json: boolean,
  ): void {
    const url = webhookUrl(publicUrl, token)
    if (json) return printJson(terminal, { id, name, source, token, url })
    printFacts(terminal, [
      ['integration', `${id} (${name})`],
      ['webhook URL', url],
    ])
    terminal.err('The URL is shown only now. Whoever has it can send.\n')
  }

  noun
    .command('create')
    .description('create an integration and show its webhook URL, once')
    .argument('<name>', 'what to call it, such as the Sentry organization')
    .addOption(
      secretOption('file with the Client Secret of a Sentry integration: only signed requests'),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish integration create acme',
        'navish integration create acme --client-secret-file ./sentry-secret',
        'navish integration create acme --json | jq -r .url',
      ),
    )
    .action(async (name: string, options: Secret & Json) => {
      const called = name.trim()
      if (called === '' || called.length > 100) {
        throw new AppError('usage', 'A name has 1 to 100 characters.')
      }
      const clientSecret = readSecret(options)
      await withStore(context, flags(), async (store, publicUrl) => {
        const token = createToken()
        const now = clock()
        const created = await store.createIntegration({
          name: called,
          token: storedToken(token, now),
          clientSecret,
          createdAt: now,
        })
        printCredentials(created, token, publicUrl, options.json === true)
      })
    })

  paged(noun.command('list'), 'integrations')
    .description('list integrations, newest first')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish integration list', 'navish integration list --json'))
    .action(async (options: Paged & Json) => {
      await withStore(context, flags(), async (store) => {
        const found = await store.listIntegrations(pageOf(options))
        warnWhenFull(terminal, found, options)
        if (options.json) return printJson(terminal, found.map(integrationView))
        printTable(
          terminal,
          ['ID', 'NAME', 'TOKENS', 'SIGNED', 'CREATED', 'REVOKED'],
          found.map((one) => {
            const { createdAt, revokedAt } = integrationView(one)
            return [
              one.id,
              one.name,
              valid(one.tokens, clock())
                .map(({ hint }) => `…${hint}`)
                .join(' '),
              valid(one.clientSecrets, clock()).length > 0 ? 'yes' : 'no',
              createdAt,
              revokedAt,
            ]
          }),
        )
      })
    })

  noun
    .command('rotate')
    .description('give an integration a new webhook URL, or a new client secret')
    .argument('<id>', 'the integration')
    .addOption(
      new Option('--overlap <time>', 'how long the old one still works')
        .default(0, 'not at all')
        .argParser(readDuration),
    )
    .addOption(secretOption('change the client secret instead of the URL'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'navish integration rotate 1                  the old URL stops working at once',
        'navish integration rotate 1 --overlap 24h    both work for a day',
        'navish integration rotate 1 --client-secret-file ./new-secret --overlap 1h',
      ),
    )
    .action(async (id: string, options: Secret & Json & { overlap: number }) => {
      const clientSecret = readSecret(options)
      await withStore(context, flags(), async (store, publicUrl) => {
        const now = clock()
        const expiresAt = now + options.overlap
        if (clientSecret !== null) {
          const changed = await store.rotateClientSecret(id, clientSecret, expiresAt, now)
          if (options.json) return printJson(terminal, integrationView(changed))
          return terminal.err(
            `Integration ${id} has a new client secret. ${oldOne(expiresAt, now)}\n`,
          )
        }
        const token = createToken()
        const changed = await store.rotateToken(id, storedToken(token, now), expiresAt)
        if (options.json !== true) terminal.err(`${oldOne(expiresAt, now)}\n`)
        printCredentials(changed, token, publicUrl, options.json === true)
      })
    })

  noun
    .command('revoke')
    .description('make the webhook URLs of an integration stop working; its alerts stay')
    .argument('<id>', 'the integration')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish integration revoke 1'))
    .action(async (id: string, options: Json) => {
      await withStore(context, flags(), async (store) => {
        const revoked = await store.revokeIntegration(id, clock())
        if (options.json) return printJson(terminal, integrationView(revoked))
        terminal.err(`Integration ${id} (${revoked.name}) is revoked.\n`)
      })
    })
}

function valid<T extends { expiresAt: number | null }>(all: T[], now: number): T[] {
  return all.filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
}

function oldOne(expiresAt: number, now: number): string {
  return expiresAt > now
    ? `The one before works until ${iso(expiresAt)}.`
    : 'The one before no longer works.'
}

function readSecret({ clientSecretFile: file }: Secret): string | null {
  if (file === undefined) return null
  let secret: string
  try {
    secret = readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new AppError('usage', `The client secret file ${file} cannot be read.`, { cause })
  }
  if (secret === '') throw new AppError('usage', `The client secret file ${file} is empty.`)
  return secret
}
