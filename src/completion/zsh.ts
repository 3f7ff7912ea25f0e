import { flagsWithValue, paths, type Named, type Offer, type Values } from './tree.ts'

/** A script for zsh, to be sourced or put into a folder of $fpath as `_navish`. See zshcompsys(1), `_describe`. */
export function zshScript(offers: readonly Offer[]): string {
  const known = paths(offers).map((path) => quoted(` ${path}`))
  const values = offers.flatMap(({ path, options }) =>
    options.flatMap(({ flags, takes }) => {
      if (takes === null) return []
      const patterns = flags.map((flag) => quoted(`${before(path)} ${flag}`)).join('|')
      return [`    ${patterns}) ${offering(takes)}; return ;;`]
    }),
  )
  const words = offers.map(({ path, subcommands, options, argument }) => {
    const flags = options.flatMap(({ flags: all, description }) =>
      all.map((name) => ({ name, description })),
    )
    const others = subcommands.length > 0 ? described('command', subcommands) : offering(argument)
    return `    ${quoted(before(path))}) if [[ $words[CURRENT] == -* ]]; then ${described('option', flags)}; else ${others}; fi ;;`
  })
  return `#compdef navish
# Completion for zsh. In ~/.zshrc, after compinit: source <(navish completion zsh)
_navish() {
  local place='' prev=$words[CURRENT-1] word
  local -a found
  integer i
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    case $word in
      ${flagsWithValue(offers).join('|')}) ((i++)) ;;
      -*) ;;
      *) case "$place $word" in
        (${known.join('|')}) place="$place $word" ;;
      esac ;;
    esac
  done
  if [[ $words[CURRENT] == --*=* ]]; then
    prev=\${words[CURRENT]%%=*}
    compset -P '*='
  fi
  case "$place $prev" in
${values.join('\n')}
  esac
  case $place in
${words.join('\n')}
  esac
}
if [[ $funcstack[1] == _navish ]]; then _navish "$@"; else compdef _navish navish; fi
`
}

function before(path: readonly string[]): string {
  return path.map((word) => ` ${word}`).join('')
}

function offering(values: Values): string {
  if (values === 'file') return '_files'
  if (values === 'anything' || values.length === 0) return ':'
  return `found=(${values.map(quoted).join(' ')}); _describe value found`
}

function described(what: string, names: readonly Named[]): string {
  const all = names.map(({ name, description }) =>
    quoted(`${escaped(name)}:${escaped(description)}`),
  )
  return `found=(${all.join(' ')}); _describe ${what} found`
}

/** A colon would end the name, and a backslash take the next letter for itself. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(':', '\\:')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
