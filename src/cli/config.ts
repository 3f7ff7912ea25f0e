import type { Command } from 'commander'
import type { Setting } from '../config.ts'
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
      if (options.json) return printJson(terminal, config)
      printTable(
        terminal,
        ['SETTING', 'VALUE', 'FROM'],
        (Object.keys(config) as Setting[]).map((name) => [name, config[name], sources[name]]),
      )
    })
}
