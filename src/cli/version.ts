import type { Command } from 'commander'
import { versionFacts } from '../version.ts'
import { jsonOption, type Json } from './arguments.ts'
import type { Context } from './context.ts'
import { examples } from './noun.ts'
import { printFacts, printJson } from './terminal.ts'

export function addVersion(program: Command, { terminal }: Context): void {
  program
    .command('version')
    .description('print the version of Navish and of what it is built on')
    .addOption(jsonOption())
    .addHelpText('after', examples('navish version', 'navish version --json'))
    .action((options: Json) => {
      const facts = versionFacts()
      if (options.json) return printJson(terminal, facts)
      printFacts(terminal, Object.entries(facts))
    })
}
