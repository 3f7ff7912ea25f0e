import { Argument, type Command, type Option } from 'commander'
import { settings } from '../config/config.ts'
import type { Offer, OfferedOption, Values } from '../completion/tree.ts'
import type { Context } from './context.ts'
import { examples } from './noun.ts'

const shells = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof shells)[number]

/**
 * Prints a script that knows all commands: nothing is started when somebody presses TAB, because that would take a tenth of a second
 * each time.
 */
export function addCompletion(program: Command, { terminal }: Context): void {
  program
    .command('completion')
    .description('print a script that has a shell complete commands and options')
    .addArgument(new Argument('<shell>', 'which shell').choices(shells))
    .addHelpText(
      'after',
      examples(
        'navish completion bash                    in ~/.bashrc: source <(navish completion bash)',
        'navish completion zsh                     in ~/.zshrc, after compinit: source <(navish completion zsh)',
        'navish completion fish > ~/.config/fish/completions/navish.fish',
      ),
    )
    .action(async (shell: Shell) => terminal.out(await scriptFor(shell, offersIn(program))))
}

async function scriptFor(shell: Shell, offers: readonly Offer[]): Promise<string> {
  switch (shell) {
    case 'bash':
      return (await import('../completion/bash.ts')).bashScript(offers)
    case 'zsh':
      return (await import('../completion/zsh.ts')).zshScript(offers)
    case 'fish':
      return (await import('../completion/fish.ts')).fishScript(offers)
  }
}

/** What `--help` shows of a command and of all below it. */
export function offersIn(command: Command, path: readonly string[] = []): Offer[] {
  const help = command.createHelp()
  const subcommands = help.visibleCommands(command)
  const options = [...help.visibleOptions(command), ...globalOptions(command, help)]
  const [argument] = command.registeredArguments
  const own: Offer = {
    path,
    subcommands: subcommands.map((one) => ({
      name: one.name(),
      description: one.description(),
    })),
    options: options.map(offered),
    argument: argument === undefined ? [] : valuesOf(argument.argChoices, argument.name()),
  }
  return [own, ...subcommands.flatMap((one) => offersIn(one, [...path, one.name()]))]
}

function globalOptions(command: Command, help: ReturnType<Command['createHelp']>): Option[] {
  return command.parent === null ? [] : help.visibleGlobalOptions(command)
}

function offered(option: Option): OfferedOption {
  const takesValue = option.required || option.optional
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined),
    description: option.description,
    takes: takesValue ? valuesOf(choicesOf(option), /<(.+)>/.exec(option.flags)?.[1]) : null,
  }
}

function valuesOf(choices: readonly string[] | undefined, name = ''): Values {
  if (choices !== undefined) return choices
  return /^(?:file|dir)$/i.test(name) ? 'file' : 'anything'
}

function choicesOf({ argChoices, parseArg, long }: Option): readonly string[] | undefined {
  const setting = Object.values(settings).find(({ flag }) => flag === long)
  const readers: unknown[] = [parseArg, setting?.read]
  const known = readers.find(hasChoices)
  return argChoices ?? known?.choices
}

function hasChoices(reader: unknown): reader is { choices: readonly string[] } {
  return typeof reader === 'function' && 'choices' in reader
}
