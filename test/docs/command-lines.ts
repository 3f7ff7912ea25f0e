import { parse } from 'shell-quote'

/** A shell command: a name with its arguments, and the variables that are set for it. */
export type Words = readonly string[]

/** The commands of a piece of shell, each by itself: what stands between pipes, semicolons and line ends. */
export function commandsIn(text: string): Words[] {
  return linesOf(text).flatMap((line) => {
    const commands: string[][] = [[]]
    // A variable stays as it is written: what it holds does not matter here.
    for (const piece of parse(line, (name) => `$${name}`)) {
      if (typeof piece === 'string') commands.at(-1)?.push(piece)
      else if ('comment' in piece) break
      else if ('pattern' in piece) commands.at(-1)?.push(piece.pattern)
      else commands.push([])
    }
    return commands.map(bare).filter(({ length }) => length > 0)
  })
}

/** The arguments of `navish` where a command runs it: as a binary, from a checkout, as another user or in a container. */
export function navishIn(words: Words): Words | null {
  const [first = '', second = ''] = words
  if (first === 'navish' || first.endsWith('/navish')) return words.slice(1)
  if (first === 'sudo' || first === 'env') return navishIn(afterOptions(words.slice(1)))
  if (first === 'npx') return navishIn(['bun', ...words.slice(3)])
  if (first === 'bun' && second === 'run') return words[2] === 'navish' ? words.slice(3) : null
  const isContainer = (first === 'docker' || first === 'podman') && words.includes('exec')
  // The name of the container, and what is run in it.
  return isContainer
    ? navishIn(afterOptions(words.slice(words.indexOf('exec') + 1)).slice(1))
    : null
}

/** `-u` is followed by a name; others stand alone. */
function afterOptions([first = '', ...rest]: Words): Words {
  if (first === '-u') return afterOptions(rest.slice(1))
  return first.startsWith('-') || first.includes('=') ? afterOptions(rest) : [first, ...rest]
}

/** Logical lines, without prompts and without what a here-document holds. */
function linesOf(text: string): string[] {
  const lines: string[] = []
  let open = ''
  let end: string | null = null
  for (const line of text.split('\n')) {
    if (end !== null) {
      if (line.trim() === end) end = null
      continue
    }
    const whole = open === '' ? line.replace(/^\$ /, '') : `${open}\n${line}`
    if (isOpen(whole)) {
      open = whole.replace(/\\$/, ' ')
      continue
    }
    open = ''
    end = /<<-?\s*['"]?(\w+)['"]?/.exec(whole)?.[1] ?? null
    lines.push(whole)
  }
  return open === '' ? lines : [...lines, open]
}

/** Whether a line goes on in the next one. */
function isOpen(line: string): boolean {
  const plain = line.replaceAll(/\\./gs, '').replaceAll(/(^|\s)#.*$/gm, '$1')
  const unquoted = plain.replaceAll(/'[^']*'|"[^"]*"/gs, '')
  return line.endsWith('\\') || /['"]/.test(unquoted)
}

/** Without the variables that are set before it. */
function bare(words: readonly string[]): Words {
  const first = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word))
  return first === -1 ? [] : words.slice(first)
}
