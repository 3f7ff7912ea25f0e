import type { Command, Help, Option } from 'commander'
import { slug } from 'github-slugger'
import { block, code, page, table } from './markdown.ts'
import { programFor } from './program.ts'

/** Every command with its arguments, options and examples, from the program itself. */
export function commandsPage(): string {
  let written = ''
  const program = programFor((text) => {
    written += text
  })
  const help = program.createHelp()
  const commands = help.visibleCommands(program).filter((one) => one.name() !== 'help')

  /** What stands behind the options in the help text of a command. */
  const examplesOf = (command: Command): string[] => {
    written = ''
    command.outputHelp()
    const [, after = ''] = written.split('\nExamples:\n')
    return after
      .split('\n')
      .map((line) => line.trim().replace(/ {2,}(.*)$/, '   # $1'))
      .filter((line) => line !== '')
  }

  const section = (command: Command, level: string): string[] => [
    `${level} ${nameOf(command)}`,
    sentence(command.description()),
    block([help.commandUsage(command)], 'text'),
    argumentsOf(command, help),
    optionsOf(command, help),
    globalsOf(command, help),
    block(examplesOf(command)),
  ]

  const nounSection = (noun: Command): string[] => {
    if (noun.commands.length === 0) return section(noun, '##')
    const verbs = noun.commands.flatMap(leavesOf).flatMap((leaf) => section(leaf, '###'))
    const own = doesSomethingAlone(noun)
      ? section(noun, '##')
      : [`## ${nameOf(noun)}`, sentence(noun.description())]
    return own.concat(verbs)
  }

  return page('Commands', 'src/cli/', [
    introduction,
    block(examplesOf(program)),
    table(
      ['command', 'what it does'],
      commands.flatMap(leavesOf).map((one) => {
        const name = nameOf(one)
        return [`[${code(name)}](#${slug(name)})`, one.description()]
      }),
    ),
    ...commands.flatMap((one) => nounSection(one)),
  ])
}

const introduction = `Every level has \`--help\`. What prints data takes \`--json\`: one JSON document, an array for a list, an object for one thing. Data goes to the
standard output, words go to the standard error.

Most commands work on the data directory of this machine, also while the server runs, and it notices within a second. Those that take
\`--server URL\` also work on a server elsewhere: with an API token in \`NAVISH_TOKEN\`, or in a file that \`NAVISH_TOKEN_FILE\` names, and the
address in \`--server\` or \`NAVISH_SERVER\`. What they print is the same.

Exit codes: 0 ok, 1 failed, 2 usage, 3 configuration, 4 unhealthy. What can be set for all of them: [configuration](configuration.md).`

function leavesOf(command: Command): Command[] {
  const verbs = command.commands.flatMap(leavesOf)
  return verbs.length === 0 || doesSomethingAlone(command) ? [command, ...verbs] : verbs
}

/** A noun that only holds verbs takes no argument. */
function doesSomethingAlone({ registeredArguments }: Command): boolean {
  return registeredArguments.length > 0
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`
}

function argumentsOf(command: Command, help: Help): string {
  const rows = command.registeredArguments.map((one) => [
    code(one.name()),
    one.required ? 'yes' : 'no',
    help.argumentDescription(one),
  ])
  return rows.length === 0 ? '' : table(['argument', 'needed', 'meaning'], rows)
}

function optionsOf(command: Command, help: Help): string {
  const rows = help
    .visibleOptions(command)
    .filter(({ long }) => long !== '--help')
    .map((one) => [code(one.flags), `${help.optionDescription(one)}${needed(one)}`])
  return rows.length === 0 ? '' : table(['option', 'meaning'], rows)
}

function needed({ mandatory }: Option): string {
  return mandatory ? ' (needed)' : ''
}

function globalsOf(command: Command, help: Help): string {
  const all = help.visibleGlobalOptions(command).map(({ long }) => code(long ?? ''))
  if (all.length === 0) return ''
  return all.length > 8
    ? 'Also every setting of the [configuration](configuration.md).'
    : `Also ${all.join(', ')}: see [configuration](configuration.md).`
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
