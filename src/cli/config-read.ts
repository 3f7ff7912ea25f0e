import { Option, type Command } from 'commander'
import {
  masked,
  settingNames,
  settings,
  type Config,
  type Setting,
  type Sources,
} from '../config/config.ts'
import { exampleFile } from '../config/example.ts'
import { strayVariables } from '../config/stray.ts'
import { jsonOption, type Json } from './arguments.ts'
import { configOf, type Context } from './context.ts'
import { examples, type FlagsOf } from './noun.ts'
import { printJson, printTable } from './terminal.ts'

interface Print extends Json {
  sources?: true
}

/** The verbs that look at the settings of this machine, and change nothing. */
export function addConfigReads(noun: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context

  noun
    .command('print')
    .description('print every setting and where it comes from; secrets are not shown')
    .addOption(jsonOption())
    .addOption(new Option('--sources', 'with --json: where each comes from, too'))
    .addHelpText(
      'after',
      examples(
        'navish config print',
        'navish config print --json',
        'navish config print --json --sources',
      ),
    )
    .action(async (options: Print) => {
      const { config, sources } = await configOf(context, flags())
      if (options.json) {
        return printJson(terminal, options.sources ? sourced(config, sources) : masked(config))
      }
      printTable(
        terminal,
        ['SETTING', 'VALUE', 'FROM'],
        settingNames.map((name) => [name, textOf(name, config), sources[name]]),
      )
    })

  noun
    .command('check')
    .description('read all settings and say every mistake; exit 3 when there is one')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples('navish config check', 'navish config check --config ./navish.yaml'),
    )
    .action(async ({ json }: Json) => {
      const { file } = await configOf(context, flags())
      const warnings = [...(file?.warnings ?? []), ...strayVariables(context.env)]
      for (const warning of warnings) terminal.err(`navish: ${warning}\n`)
      if (json) return printJson(terminal, { file: file?.path ?? null, warnings })
      terminal.out(file === null ? 'ok, without a file\n' : `ok, with ${file.path}\n`)
    })

  noun
    .command('example')
    .description('print a file of settings with everything in it, commented')
    .addHelpText('after', examples('navish config example > navish.yaml'))
    .action(() => terminal.out(exampleFile()))
}

function sourced(config: Config, sources: Sources) {
  const shown = masked(config)
  return Object.fromEntries(
    settingNames.map((name) => [name, { value: shown[name], from: sources[name] }]),
  )
}

/** As it would be said. */
function textOf(name: Setting, config: Config): string | null {
  const value = config[name]
  const { secret, say } = settings[name]
  if (secret === true) return value === null ? null : '(hidden)'
  if (say !== undefined) return (say as (value: unknown) => string)(value)
  if (Array.isArray(value)) return value.length === 0 ? null : value.join(', ')
  return value === null || value === '' ? null : `${value}`
}
