import { resolve } from 'node:path'
import { AppError, messageOf } from './errors.ts'
import { logFormats, logLevels, type LogFormat, type LogLevel } from './log.ts'

export interface Config {
  dataDir: string
  host: string
  port: number
  /** Without a trailing slash; null: made from host and port. */
  publicUrl: string | null
  logLevel: LogLevel
  /** null: text on a terminal, else JSON. */
  logFormat: LogFormat | null
  /** Bytes. */
  maxBody: number
}

export type Setting = keyof Config
/** What was said on the command line, by setting. */
export type Flags = Partial<Record<Setting, string>>
export type Environment = Record<string, string | undefined>

interface Definition<T> {
  flag: string
  env: string[]
  /** What the flag takes, for the help text. */
  value: string
  doc: string
  default: T
  /** The value that a text means; throws an Error whose message says what is expected. */
  read(text: string): T
}

/** Every setting: its name on the command line and in the environment, its default, and what it means. */
export const settings: { [S in Setting]: Definition<Config[S]> } = {
  dataDir: {
    flag: '--data-dir',
    env: ['NAVISH_DATA_DIR'],
    value: 'DIR',
    doc: 'folder with the database; default: ./navish-data',
    default: resolve('navish-data'),
    read: (text) => resolve(text),
  },
  host: {
    flag: '--host',
    env: ['NAVISH_HOST'],
    value: 'ADDRESS',
    doc: 'address to listen on, 0.0.0.0 for all; default: 127.0.0.1',
    default: '127.0.0.1',
    read: (text) => text,
  },
  port: {
    flag: '--port',
    env: ['NAVISH_PORT', 'PORT'],
    value: 'NUMBER',
    doc: 'port to listen on, 0 takes a free one; default: 8077',
    default: 8077,
    read: readPort,
  },
  publicUrl: {
    flag: '--public-url',
    env: ['NAVISH_PUBLIC_URL'],
    value: 'URL',
    doc: 'address under which Sentry reaches Navish; default: host and port',
    default: null,
    read: readPublicUrl,
  },
  logLevel: {
    flag: '--log-level',
    env: ['NAVISH_LOG_LEVEL'],
    value: 'LEVEL',
    doc: `${logLevels.join(', ')}; default: info`,
    default: 'info',
    read: oneOf(logLevels),
  },
  logFormat: {
    flag: '--log-format',
    env: ['NAVISH_LOG_FORMAT'],
    value: 'FORMAT',
    doc: `${logFormats.join(' or ')}; default: text on a terminal, else json`,
    default: null,
    read: oneOf(logFormats),
  },
  maxBody: {
    flag: '--max-body',
    env: ['NAVISH_MAX_BODY'],
    value: 'SIZE',
    doc: 'largest request body, in bytes or like 5MiB; default: 5MiB',
    default: 5 * 1024 * 1024,
    read: readSize,
  },
}

/** Where a value came from: the name of the flag or variable, or "default". */
export type Sources = Record<Setting, string>

/**
 * Flags before environment before defaults. An empty variable counts as not set.
 * Throws `configuration` with every mistake at once.
 */
export function readConfig(flags: Flags, env: Environment): { config: Config; sources: Sources } {
  const mistakes: string[] = []
  const read = <S extends Setting>(name: S): { value: Config[S]; source: string } => {
    const definition = settings[name]
    const [source, text] = sourceOf(definition, flags[name], env)
    if (text === undefined) return { value: definition.default, source }
    try {
      if (text.trim() === '') throw new Error('it is empty; leave it out for the default')
      return { value: definition.read(text), source }
    } catch (error) {
      mistakes.push(`${source}: ${messageOf(error)}`)
      return { value: definition.default, source }
    }
  }
  const all = {
    dataDir: read('dataDir'),
    host: read('host'),
    port: read('port'),
    publicUrl: read('publicUrl'),
    logLevel: read('logLevel'),
    logFormat: read('logFormat'),
    maxBody: read('maxBody'),
  }
  if (mistakes.length > 0) throw new AppError('configuration', mistakes.join('\n'))
  const names = Object.keys(all) as Setting[]
  return {
    config: Object.fromEntries(names.map((name) => [name, all[name].value])) as unknown as Config,
    sources: Object.fromEntries(names.map((name) => [name, all[name].source])) as Sources,
  }
}

function sourceOf(
  { flag, env: names }: Definition<unknown>,
  given: string | undefined,
  env: Environment,
): [string, string | undefined] {
  if (given !== undefined) return [flag, given]
  const name = names.find((candidate) => (env[candidate] ?? '') !== '')
  return name === undefined ? ['default', undefined] : [name, env[name]]
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1
  if (port < 0 || port > 65_535)
    throw new Error(`a port is a number from 0 to 65535, not "${text}"`)
  return port
}

function readPublicUrl(text: string): string {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new Error(`a public URL looks like https://navish.example.org, not like "${text}"`)
  }
  if (/[?#]/.test(url.href) || url.username !== '' || url.password !== '') {
    throw new Error('a public URL has no query, fragment, user or password in it')
  }
  return url.href.replace(/\/+$/, '')
}

const units = new Map([
  ['', 1],
  ['b', 1],
  ['kib', 1024],
  ['mib', 1024 ** 2],
  ['gib', 1024 ** 3],
])

function readSize(text: string): number {
  const [, digits, unit] = /^(\d{1,12})\s*([a-z]*)$/i.exec(text.trim()) ?? []
  const factor = units.get((unit ?? '').toLowerCase())
  const size = digits === undefined || factor === undefined ? 0 : Number(digits) * factor
  if (size < 1024 || size > 1024 ** 3) {
    throw new Error(`a size is a number of bytes or like 5MiB, from 1KiB to 1GiB, not "${text}"`)
  }
  return size
}

function oneOf<T extends string>(choices: readonly T[]): (text: string) => T {
  return (text) => {
    const choice = choices.find((candidate) => candidate === text.toLowerCase())
    if (choice === undefined) throw new Error(`one of ${choices.join(', ')}, not "${text}"`)
    return choice
  }
}
