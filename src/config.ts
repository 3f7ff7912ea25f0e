import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ipaddr from 'ipaddr.js'
import { roles } from './core/account.ts'
import { AppError, messageOf } from './errors.ts'
import type { Settings } from './http/settings.ts'
import { readAllowed } from './outbound/addresses.ts'
import { readPublicUrl } from './public-url.ts'
import { logFormats, logLevels, type LogFormat, type LogLevel } from './log.ts'
import { readSecretKey } from './secrets/key.ts'

export interface Config extends Settings {
  dataDir: string
  host: string
  port: number
  logLevel: LogLevel
  /** null: text on a terminal, else JSON. */
  logFormat: LogFormat | null
  /** What the secrets of channels are sealed with; null: a key of the data directory. */
  secretKey: string | null
  /** What messages may reach besides public addresses: in CIDR notation, or single addresses. */
  outboundAllow: readonly string[]
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
  /** Shown masked; may also come from a file, named by the variable with `_FILE` behind it. */
  secret?: true
  /** The name under which systemd hands it over, as a file in $CREDENTIALS_DIRECTORY. */
  credential?: string
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
  trustedProxies: {
    flag: '--trusted-proxies',
    env: ['NAVISH_TRUSTED_PROXIES'],
    value: 'NETWORKS',
    doc: 'networks of your reverse proxies, like 127.0.0.1/32,10.0.0.0/8; default: none',
    default: [],
    read: readNetworks,
  },
  proxyUserHeader: {
    flag: '--proxy-user-header',
    env: ['NAVISH_PROXY_USER_HEADER'],
    value: 'NAME',
    doc: 'header in which a trusted proxy names the e-mail address of who signed in there, like Remote-Email; default: none',
    default: null,
    read: readHeaderName,
  },
  oidcIssuer: {
    flag: '--oidc-issuer',
    env: ['NAVISH_OIDC_ISSUER'],
    value: 'URL',
    doc: 'OpenID Connect provider for single sign-on; default: none',
    default: null,
    read: readIssuer,
  },
  oidcClientId: {
    flag: '--oidc-client-id',
    env: ['NAVISH_OIDC_CLIENT_ID'],
    value: 'ID',
    doc: 'as whom Navish is registered there',
    default: null,
    read: (text) => text,
  },
  oidcClientSecret: {
    flag: '--oidc-client-secret',
    env: ['NAVISH_OIDC_CLIENT_SECRET'],
    value: 'SECRET',
    doc: 'its secret there; better from a file: NAVISH_OIDC_CLIENT_SECRET_FILE',
    default: null,
    secret: true,
    read: (text) => text,
  },
  oidcName: {
    flag: '--oidc-name',
    env: ['NAVISH_OIDC_NAME'],
    value: 'NAME',
    doc: 'what people call the provider; default: single sign-on',
    default: 'single sign-on',
    read: (text) => text,
  },
  ssoRole: {
    flag: '--sso-role',
    env: ['NAVISH_SSO_ROLE'],
    value: 'ROLE',
    doc: 'role of whom single sign-on knows and Navish does not: none, viewer, operator, admin; default: none',
    default: 'none',
    read: oneOf(['none', ...roles] as const),
  },
  secretKey: {
    flag: '--secret-key',
    env: ['NAVISH_SECRET_KEY'],
    value: 'KEY',
    doc: 'key that secrets of channels are sealed with; better from a file: NAVISH_SECRET_KEY_FILE; default: secret.key in the data directory, made when it is needed',
    default: null,
    secret: true,
    credential: 'secret-key',
    read: readSecretKey,
  },
  outboundAllow: {
    flag: '--outbound-allow',
    env: ['NAVISH_OUTBOUND_ALLOW'],
    value: 'NETWORKS',
    doc: 'networks that messages may go to besides public addresses, like 10.0.0.0/8,192.0.2.7; default: none',
    default: [],
    read: readAllowed,
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
    const [source, said] = sourceOf(definition, flags[name], env)
    if (said === undefined) return { value: definition.default, source }
    try {
      const isFile = source.endsWith(inFile) || source.startsWith(credentials)
      const text = isFile ? contentOf(said) : said
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
    trustedProxies: read('trustedProxies'),
    proxyUserHeader: read('proxyUserHeader'),
    oidcIssuer: read('oidcIssuer'),
    oidcClientId: read('oidcClientId'),
    oidcClientSecret: read('oidcClientSecret'),
    oidcName: read('oidcName'),
    ssoRole: read('ssoRole'),
    secretKey: read('secretKey'),
    outboundAllow: read('outboundAllow'),
  }
  const fault = jointFault(all)
  if (fault !== null) mistakes.push(fault)
  if (mistakes.length > 0) throw new AppError('configuration', mistakes.join('\n'))
  const names = Object.keys(all) as Setting[]
  return {
    config: Object.fromEntries(names.map((name) => [name, all[name].value])) as unknown as Config,
    sources: Object.fromEntries(names.map((name) => [name, all[name].source])) as Sources,
  }
}

function sourceOf(
  { flag, env: names, secret, credential }: Definition<unknown>,
  given: string | undefined,
  env: Environment,
): [string, string | undefined] {
  if (given !== undefined) return [flag, given]
  const all = secret === true ? names.flatMap((name) => [name, `${name}${inFile}`]) : names
  const name = all.find((candidate) => (env[candidate] ?? '') !== '')
  if (name !== undefined) return [name, env[name]]
  const folder = env['CREDENTIALS_DIRECTORY'] ?? ''
  const handed = credential === undefined || folder === '' ? null : join(folder, credential)
  // The folder is there for whatever else systemd hands over, too.
  if (handed === null || !existsSync(handed)) return ['default', undefined]
  return [`${credentials}/${credential}`, handed]
}

/** Behind the name of a variable: that it names a file with the value. */
const inFile = '_FILE'
/** Where systemd puts credentials. */
const credentials = '$CREDENTIALS_DIRECTORY'

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new Error(`the file ${file} cannot be read`, { cause })
  }
}

/** What is wrong with settings that belong together, or null. */
function jointFault(all: { [S in Setting]: { value: Config[S] } }): string | null {
  if (all.oidcIssuer.value !== null && all.oidcClientId.value === null) {
    return 'NAVISH_OIDC_ISSUER: single sign-on also needs NAVISH_OIDC_CLIENT_ID'
  }
  if (all.proxyUserHeader.value !== null && all.trustedProxies.value.length === 0) {
    return 'NAVISH_PROXY_USER_HEADER: it is believed only from a proxy that NAVISH_TRUSTED_PROXIES names'
  }
  return null
}

/** The settings as they may be shown. */
export function masked(config: Config): Record<Setting, unknown> {
  const names = Object.keys(settings) as Setting[]
  return Object.fromEntries(
    names.map((name) => [
      name,
      settings[name].secret === true && config[name] !== null ? '(hidden)' : config[name],
    ]),
  ) as Record<Setting, unknown>
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1
  if (port < 0 || port > 65_535)
    throw new Error(`a port is a number from 0 to 65535, not "${text}"`)
  return port
}

function readNetworks(text: string): string[] {
  return text.split(',').map((part) => {
    const network = part.trim()
    const isNetwork = network.includes('/') ? ipaddr.isValidCIDR(network) : ipaddr.isValid(network)
    if (!isNetwork) throw new Error(`networks are like 127.0.0.1,10.0.0.0/8,::1, not "${network}"`)
    return network
  })
}

function readHeaderName(text: string): string {
  if (!/^[A-Za-z0-9-]{1,100}$/.test(text)) throw new Error(`no name of a header: "${text}"`)
  return text.toLowerCase()
}

/** Tokens and keys come from there, so only this machine may be asked without TLS. */
function readIssuer(text: string): string {
  const url = URL.parse(text)
  const isLocal = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url === null || (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:'))) {
    throw new Error(`an issuer is like https://login.example.org, not like "${text}"`)
  }
  return text
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
