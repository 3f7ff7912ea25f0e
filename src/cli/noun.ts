import type { Command } from 'commander'
import type { CommandFlags } from './server.ts'

/** What was said on the command line about settings; known only once a command runs. */
export type FlagsOf = () => CommandFlags

/** A command that only holds verbs; alone it explains itself, which is a mistake of usage. */
export function addNoun(
  program: Command,
  name: string,
  description: string,
  lines: string[],
): Command {
  return program
    .command(name)
    .description(description)
    .helpCommand(false)
    .addHelpText('after', examples(...lines))
}

export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`
}
