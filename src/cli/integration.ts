import type { Command } from 'commander'
import { AppError } from '../errors.ts'
import { jsonOption, type Json } from './arguments.ts'
import { printCredentials, readSecret, secretOption, type Secret } from './credentials.ts'
import { withCalls } from './calls.ts'
import type { Context } from './context.ts'
import { addChecks } from './integration-checks.ts'
import { addRotate } from './integration-rotate.ts'
import { addWatch, silenceText } from './integration-watch.ts'
import { listed, paged, type Paged } from './list.ts'
import { addNoun, examples, type FlagsOf } from './noun.ts'
import { printFacts, printJson, printTable } from './terminal.ts'
import { integrationJson } from './views.ts'

export function addIntegration(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal, clock } = context
  const noun = addNoun(program, 'integration', 'who may send: each has a webhook URL of its own', [
    'navish integration create acme',
    'navish integration list',
    'navish integration rotate 1 --overlap 24h',
  ])

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
    .action(async (said: string, options: Secret & Json) => {
      const name = nameOf(said)
      const clientSecret = readSecret(options)
      await withCalls(context, flags(), async (calls) => {
        const created = await calls.createIntegration({
          name,
          ...(clientSecret !== null && { clientSecret }),
        })
        printCredentials(terminal, created, options)
      })
    })

  paged(noun.command('list'), 'integrations')
    .description('list integrations, newest first')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish integration list', 'navish integration list --json'))
    .action(async (options: Paged & Json) => {
      await withCalls(context, flags(), async (calls) => {
        const found = await listed(terminal, options, calls.listIntegrations)
        if (options.json) return printJson(terminal, found.map(integrationJson))
        printTable(
          terminal,
          ['ID', 'NAME', 'TOKENS', 'SIGNED', 'CREATED', 'REVOKED'],
          found.map((one) => [
            one.id,
            one.name,
            hintsOf(one.tokens, clock()),
            valid(one.clientSecrets, clock()).length > 0 ? 'yes' : 'no',
            one.createdAt,
            one.revokedAt,
          ]),
        )
      })
    })

  noun
    .command('show')
    .description('show an integration, without its secrets')
    .argument('<id>', 'the integration')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish integration show 1'))
    .action(async (id: string, options: Json) => {
      await withCalls(context, flags(), async (calls) => {
        const one = await calls.showIntegration({ id })
        if (options.json) return printJson(terminal, integrationJson(one))
        printFacts(terminal, [
          ['integration', one.id],
          ['name', one.name],
          ['source', one.source],
          ['tokens', hintsOf(one.tokens, clock())],
          ['signed', valid(one.clientSecrets, clock()).length > 0 ? 'yes' : 'no'],
          ['created', one.createdAt],
          ['revoked', one.revokedAt],
          ['told when silent for', silenceText(one.silentAfterSeconds)],
        ])
      })
    })

  noun
    .command('rename')
    .description('call an integration something else')
    .argument('<id>', 'the integration')
    .argument('<name>', 'what to call it')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish integration rename 1 acme-eu'))
    .action(async (id: string, said: string, options: Json) => {
      const name = nameOf(said)
      await withCalls(context, flags(), async (calls) => {
        const renamed = await calls.updateIntegration({ id, name, ifMatch: '*' })
        if (options.json) return printJson(terminal, integrationJson(renamed))
        terminal.err(`Integration ${id} is called ${renamed.name}.\n`)
      })
    })

  addWatch(noun, context, flags)
  addRotate(noun, context, flags)
  addChecks(noun, context, flags)

  noun
    .command('revoke')
    .description('make the webhook URLs of an integration stop working; its alerts stay')
    .argument('<id>', 'the integration')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish integration revoke 1'))
    .action(async (id: string, options: Json) => {
      await withCalls(context, flags(), async (calls) => {
        const revoked = await calls.revokeIntegration({ id })
        if (options.json) return printJson(terminal, integrationJson(revoked))
        terminal.err(`Integration ${id} (${revoked.name}) is revoked.\n`)
      })
    })

  noun
    .command('delete')
    .description('revoke an integration and take it off the list; its alerts and events stay')
    .argument('<id>', 'the integration')
    .addHelpText('after', examples('navish integration delete 1'))
    .action(async (id: string) => {
      await withCalls(context, flags(), async (calls) => {
        await calls.deleteIntegration({ id })
        terminal.err(`Integration ${id} is deleted.\n`)
      })
    })
}

function nameOf(said: string): string {
  const name = said.trim()
  if (name === '' || name.length > 100) {
    throw new AppError('usage', 'A name has 1 to 100 characters.')
  }
  return name
}

const hintsOf = (tokens: { hint: string; expiresAt: string | null }[], now: number) =>
  valid(tokens, now)
    .map(({ hint }) => `…${hint}`)
    .join(' ')

function valid<T extends { expiresAt: string | null }>(all: T[], now: number): T[] {
  return all.filter(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > now)
}
