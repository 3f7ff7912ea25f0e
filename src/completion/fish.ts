import { flagsWithValue, paths, type Offer, type OfferedOption, type Values } from './tree.ts'

/** A script for fish, 3.2 and later. See complete(1). */
export function fishScript(offers: readonly Offer[]): string {
  const lines = offers.flatMap(({ path, subcommands, options, argument }) => {
    const here = `complete -c navish -n ${quoted(`__navish_at ${quoted(path.join(' '))}`)}`
    const verbs = subcommands.map(
      ({ name, description }) => `${here} -a ${quoted(name)} -d ${quoted(description)}`,
    )
    const flags = options.map((option) => `${here}${flagsOf(option)}`)
    const first = subcommands.length > 0 ? '' : offering(argument)
    return [...verbs, ...(first === '' ? [] : [`${here}${first}`]), ...flags]
  })
  return `# Completion for fish: navish completion fish > ~/.config/fish/completions/navish.fish
function __navish_at
    set -l place ''
    set -l skip 0
    for word in (commandline -opc)[2..]
        if test $skip = 1
            set skip 0
            continue
        end
        switch $word
            case ${flagsWithValue(offers).map(quoted).join(' ')}
                set skip 1
            case '-*'
            case '*'
                set -l next (string trim -- "$place $word")
                if contains -- $next ${paths(offers).map(quoted).join(' ')}
                    set place $next
                end
        end
    end
    test "$place" = "$argv[1]"
end
complete -c navish -f
${lines.join('\n')}
`
}

function flagsOf({ flags, description, takes }: OfferedOption): string {
  const names = flags.map((flag) =>
    flag.startsWith('--') ? ` -l ${flag.slice(2)}` : ` -s ${flag.slice(1)}`,
  )
  // Without -x it would offer files, too.
  const kind = takes === 'file' ? ' -r' : ' -x'
  const value = takes === null ? '' : `${kind}${offering(takes)}`
  return `${names.join('')}${value} -d ${quoted(description)}`
}

function offering(values: Values): string {
  if (values === 'file') return ' -F'
  return values === 'anything' || values.length === 0 ? '' : ` -a ${quoted(values.join(' '))}`
}

/** In single quotes fish looks at backslashes, too. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
