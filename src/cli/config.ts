import { Argument, type Command } from 'commander'
import type { SettingsView } from '../contract/settings.ts'
import { jsonOption, type Json } from './arguments.ts'
import { withCalls } from './calls.ts'
import { addConfigReads } from './config-read.ts'
import type { Context } from './context.ts'
import { addNoun, examples, type FlagsOf } from './noun.ts'
import { printJson, printTable, type Terminal } from './terminal.ts'

export function addConfig(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  const noun = addNoun(program, 'config', 'the settings in force', [
    'navish config print',
    'navish config check',
    'navish config example > navish.yaml',
    'navish config set public-url https://navish.example.org',
  ])

  addConfigReads(noun, context, flags)

  noun
    .command('show')
    .description('show what is set for all while the server runs, and what counts')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish config show', 'navish config show --json'))
    .action(async ({ json }: Json) => {
      await withCalls(context, flags(), async (calls) => {
        print(terminal, await calls.showSettings({}), json)
      })
    })

  noun
    .command('set')
    .description('set the address under which Sentry and people reach Navish')
    .addArgument(settable())
    .argument('<value>', 'such as https://navish.example.org')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish config set public-url https://navish.example.org'))
    .action(async (_name: string, publicUrl: string, { json }: Json) => {
      await withCalls(context, flags(), async (calls) => {
        print(terminal, await calls.updateSettings({ publicUrl }), json)
      })
    })

  noun
    .command('unset')
    .description('take a setting out')
    .addArgument(settable())
    .addOption(jsonOption())
    .addHelpText('after', examples('navish config unset public-url'))
    .action(async (_name: string, { json }: Json) => {
      await withCalls(context, flags(), async (calls) => {
        print(terminal, await calls.updateSettings({ publicUrl: null }), json)
      })
    })
}

function settable(): Argument {
  return new Argument('<name>', 'what to set').choices(['public-url'])
}

function print(terminal: Terminal, settings: SettingsView, json = false): void {
  if (json) return printJson(terminal, settings)
  const { publicUrl, publicUrlFrom } = settings
  printTable(terminal, ['SETTING', 'VALUE', 'FROM'], [['publicUrl', publicUrl, publicUrlFrom]])
}
