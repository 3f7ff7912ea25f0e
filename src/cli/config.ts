import type { Command } from 'commander'
import { masked, type Setting } from '../config.ts'
import { jsonOption, type Json } from './arguments.ts'
import { configOf, type Context } from './context.ts'
import { addNoun, examples, type FlagsOf } from './noun.ts'
import { printJson, printTable } from './terminal.ts'

export function addConfig(program: Command, context: Context, flags: FlagsOf): void {
  const { terminal } = context
  addNoun(program, 'config', 'the settings in force', ['navish config print'])
    .command('print')
    .description('print every setting and where it comes from')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish config print', 'navish config print --json'))
    .action((options: Json) => {
      const { config, sources } = configOf(context, flags())
      const shown = masked(config)
      if (options.json) return printJson(terminal, shown)
      printTable(
        terminal,
        ['SETTING', 'VALUE', 'FROM'],
        (Object.keys(shown) as Setting[]).map((name) => [name, textOf(shown[name]), sources[name]]),
      )
    })
}

function textOf(value: unknown): string | null {
  if (Array.isArray(value)) return value.length === 0 ? null : value.join(', ')
  return value === null ? null : `${value as string | number}`
}
