import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../errors.ts'
import type { ConfigFile } from './file.ts'
import type { Named } from './setting.ts'
import type { Setting } from './settings.ts'

/** What was said on the command line, by setting. */
export type Flags = Partial<Record<Setting, string>>
export type Environment = Record<string, string | undefined>

/** What was said for a setting, and where. */
export interface Said {
  /** The name of a flag or variable, a place in the file, a credential, or "default". */
  source: string
  /** Throws an Error when it stands in a file that cannot be read. Undefined: nothing was said. */
  text?: () => string
}

/** Where settings may be said, the first one first. */
export interface Places {
  flags: Flags
  env: Environment
  file: ConfigFile | null
}

/** Behind the name of a variable: that it names a file with the value. */
const inFile = '_FILE'
/** Where systemd puts credentials. */
const credentials = '$CREDENTIALS_DIRECTORY'

/** Flags before variables before what systemd hands over before the file. */
export function saidFor(name: Setting, definition: Named<unknown>, places: Places): Said {
  const { flags, env, file } = places
  const given = flags[name]
  if (given !== undefined) return { source: definition.flag, text: () => given }
  return (
    inEnvironment(definition, env) ??
    fromSystemd(definition, env) ??
    inConfigFile(name, file) ?? { source: 'default' }
  )
}

function inEnvironment({ env: names, secret }: Named<unknown>, env: Environment): Said | null {
  for (const name of names) {
    const value = env[name] ?? ''
    if (value !== '') return { source: name, text: () => value }
    const path = secret === true ? (env[`${name}${inFile}`] ?? '') : ''
    if (path !== '') return { source: `${name}${inFile}`, text: () => contentOf(path) }
  }
  return null
}

function fromSystemd({ credential, systemd }: Named<unknown>, env: Environment): Said | null {
  // It names several, divided by colons, when a unit asks for several. A folder that a person names may have one in its name.
  const [value = ''] = systemd === undefined ? [] : (env[systemd] ?? '').split(':')
  if (value !== '') return { source: `$${systemd}`, text: () => value }
  const folder = env['CREDENTIALS_DIRECTORY'] ?? ''
  if (credential === null || folder === '') return null
  const path = join(folder, credential)
  // The folder is there for whatever else systemd hands over, too.
  if (!existsSync(path)) return null
  return { source: `${credentials}/${credential}`, text: () => contentOf(path) }
}

function inConfigFile(name: Setting, file: ConfigFile | null): Said | null {
  const entry = file?.entries.get(name)
  if (entry === undefined) return null
  const { place, text, isPath } = entry
  return { source: place, text: () => (isPath ? contentOf(text) : text) }
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new Error(`the file ${path} cannot be read: ${messageOf(cause)}`, { cause })
  }
}
