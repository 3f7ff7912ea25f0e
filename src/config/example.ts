import { settingGroups } from './settings.ts'
import { named, type Definition } from './setting.ts'

/** How long a line of a comment gets. */
const width = 100

/** A file with every setting, each behind a comment sign with what it means: as it is, it changes nothing. */
export function exampleFile(): string {
  const intro = [
    'Settings of Navish. A flag wins over a variable, a variable over this file, and this file over the default.',
    'Take the comment sign away to set something. "navish config check" says what is wrong here,',
    '"navish config print" what counts and where it comes from.',
  ]
  const groups = settingGroups.map(({ title, settings }) =>
    [`## ${title}`, ...Object.entries<Definition<unknown>>(settings).map(entry)].join('\n\n'),
  )
  return `${commented(intro.join(' '))}\n\n${groups.join('\n\n')}\n`
}

function entry([name, definition]: [string, Definition<unknown>]): string {
  const { doc, byDefault, example, secret } = definition
  const { flag, env, credential } = named(name, definition)
  const otherwise = `Default: ${byDefault === '' ? 'none' : byDefault}.`
  const also = [
    `Also ${flag}, ${env.join(', ')}`,
    ...(secret === true ? [`${env[0]}_FILE`, `the credential ${credential}`] : []),
  ].join(', ')
  const lines = [
    commented(`${sentence(doc)} ${otherwise}`),
    commented(`${also}.`),
    `#${name}: ${valueOf(example)}`,
    ...(secret === true ? [`#${name}File: /etc/navish/${credential}`] : []),
  ]
  return lines.join('\n')
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** A list where it is one. */
function valueOf(example: string): string {
  return example.includes(', ') ? `[${example}]` : example
}

function commented(text: string): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length >= width) lines.push(`# ${word}`)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.join('\n')
}
