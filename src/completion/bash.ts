import { flagsWithValue, paths, type Offer, type Values } from './tree.ts'

/**
 * A script for bash, 3.2 and later: only what a shell without the package bash-completion has. Bash makes words of its own of `=`.
 * See "Programmable Completion" in its manual.
 */
export function bashScript(offers: readonly Offer[]): string {
  const known = paths(offers).map((path) => `' ${path}'`)
  const values = offers.flatMap(({ path, options }) =>
    options.flatMap(({ flags, takes }) => {
      if (takes === null) return []
      const patterns = flags.map((flag) => `'${before(path)} ${flag}'`).join('|')
      return [`    ${patterns}) ${offering(takes)}; return ;;`]
    }),
  )
  const words = offers.map(({ path, subcommands, options, argument }) => {
    const flags = options.flatMap((option) => option.flags)
    const others =
      subcommands.length > 0 ? offering(subcommands.map(({ name }) => name)) : offering(argument)
    return `    '${before(path)}') if [[ $cur == -* ]]; then ${offering(flags)}; else ${others}; fi ;;`
  })
  return `# Completion for bash. In ~/.bashrc: source <(navish completion bash)
_navish_words() { local IFS=' '; COMPREPLY=($(compgen -W "$1" -- "$cur")); }
_navish_files() {
  local name
  compopt -o filenames 2>/dev/null
  while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -f -- "$cur")
}
_navish() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} path='' i word
  COMPREPLY=()
  if [[ $cur == = ]]; then cur=''; elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $word in
      ${flagsWithValue(offers).join('|')}) if [[ \${COMP_WORDS[i+1]} == = ]]; then ((i++)); fi; ((i++)) ;;
      -*) ;;
      *) case "$path $word" in
        ${known.join('|')}) path="$path $word" ;;
      esac ;;
    esac
  done
  case "$path $prev" in
${values.join('\n')}
  esac
  case $path in
${words.join('\n')}
  esac
}
complete -F _navish navish
`
}

/** The words of a path, each with a space before it. */
function before(path: readonly string[]): string {
  return path.map((word) => ` ${word}`).join('')
}

function offering(values: Values): string {
  if (values === 'file') return '_navish_files'
  return values === 'anything' || values.length === 0 ? ':' : `_navish_words '${values.join(' ')}'`
}
