import { InvalidArgumentError, Option, type Command } from 'commander'
import { AppError } from '../errors.ts'
import { durationText, jsonOption, readDuration, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import type { Context } from './context.ts'
import { examples, type FlagsOf } from './noun.ts'
import { printJson } from './terminal.ts'
import { integrationJson } from './views.ts'

interface Watch extends Json {
  after?: number
  never?: true
}

/** The verb that says after how long without a webhook people are told. */
export function addWatch(noun: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  noun
    .command('watch')
    .description('tell people when nothing comes from an integration for longer than that')
    .argument('<id>', 'the integration')
    .addOption(
      new Option('--after <time>', 'how long nothing may come, such as 6h; from 10m to 365d')
        .argParser(readSilence)
        .conflicts('never'),
    )
    .addOption(new Option('--never', 'watch it no longer'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples('navish integration watch 1 --after 6h', 'navish integration watch 1 --never'),
    )
    .action(async (id: string, { after, never, json }: Watch) => {
      if (after === undefined && !never) throw new AppError('usage', 'Give --after or --never.')
      const silentAfterSeconds = after === undefined ? null : after / 1000
      await withCalls(context, flags(), async (calls) => {
        const changed = await calls.updateIntegration({ id, silentAfterSeconds, ifMatch: '*' })
        if (json) return printJson(terminal, integrationJson(changed))
        terminal.err(`Integration ${id} (${changed.name}): ${said(changed.silentAfterSeconds)}\n`)
      })
    })
}

/** After how long it is told that nothing comes, for a person. */
export function silenceText(seconds: number | null): string {
  return seconds === null ? 'never' : durationText(seconds * 1000)
}

function said(seconds: number | null): string {
  return seconds === null
    ? 'nobody is told any more when it is silent.'
    : `people are told when nothing comes for more than ${silenceText(seconds)}.`
}

function readSilence(text: string): number {
  const ms = readDuration(text)
  if (ms < 10 * 60_000 || ms > 365 * 86_400_000) {
    throw new InvalidArgumentError('It is from 10m to 365d.')
  }
  return ms
}
