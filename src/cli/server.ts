import { readFileSync } from 'node:fs'
import { Option } from 'commander'
import { isLoopback } from '../client/remote.ts'
import type { Environment, Flags } from '../config/config.ts'
import { AppError } from '../errors.ts'
import type { Terminal } from './terminal.ts'

/** What every command may be told before its own options. */
export interface CommandFlags extends Flags {
  /** Work on this server instead of on a data directory. */
  server?: string
  /** The file of settings. */
  config?: string
}

interface World {
  env: Environment
  terminal: Terminal
}

export const serverOption = () =>
  new Option(
    '--server <URL>',
    'work on this server, with the API token in NAVISH_TOKEN, instead of a data directory [$NAVISH_SERVER]',
  )

export const configOption = () =>
  new Option(
    '--config <FILE>',
    'file of settings; default: the first of ./navish.yaml, $XDG_CONFIG_HOME/navish/navish.yaml and /etc/navish/navish.yaml [$NAVISH_CONFIG_FILE]',
  )

/** The address of the server to work on, without a trailing slash, or null for a data directory. */
export function serverOf({ env }: World, flags: CommandFlags): string | null {
  if (flags.server !== undefined && flags.dataDir !== undefined) {
    throw new AppError('usage', 'Say either --server or --data-dir.')
  }
  // What is said wins over what is set.
  if (flags.dataDir !== undefined) return null
  const said = flags.server ?? (env['NAVISH_SERVER'] || null)
  return said === null ? null : readServer(said, flags.server === undefined)
}

/** The server to work on and the token to do it with, or null for a data directory. */
export function remoteOf(
  world: World,
  flags: CommandFlags,
): { server: string; token: string } | null {
  const server = serverOf(world, flags)
  if (server === null) return null
  const token = tokenOf(world.env, server)
  if (server.startsWith('http:') && !isLoopback(server)) {
    world.terminal.err(
      `The token goes to ${server} without encryption: whoever is in between can read it. Use https.\n`,
    )
  }
  return { server, token }
}

/** What works on the data of this machine: with NAVISH_SERVER set, that could be taken for that of the server. */
const onData = new Set(['admin', 'backup', 'restore', 'export', 'import', 'storage compact'])

/** Refuses a command that works on this machine when another server was named. */
export function mustBeHere(noun: string, { env }: World, flags: CommandFlags): void {
  const isSet = onData.has(noun) && flags.dataDir === undefined && Boolean(env['NAVISH_SERVER'])
  if (flags.server === undefined && !isSet) return
  throw new AppError(
    'usage',
    `"navish ${noun}" works on this machine only: ${insteadOf(noun, flags)}.`,
  )
}

function insteadOf(noun: string, { server }: CommandFlags): string {
  if (noun === 'admin') return 'run it on the machine of the server, or use "navish user"'
  if (server !== undefined) return 'leave out --server'
  return 'run it on the machine of the server, without NAVISH_SERVER, or say --data-dir'
}

function readServer(text: string, isVariable: boolean): string {
  const from = isVariable ? 'NAVISH_SERVER' : '--server'
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new AppError(
      'configuration',
      `${from}: a server is like https://navish.example.org, not like "${text}"`,
    )
  }
  if (/[?#]/.test(url.href) || url.username !== '' || url.password !== '') {
    throw new AppError(
      'configuration',
      `${from}: the address of a server has no query, fragment, user or password in it`,
    )
  }
  return url.href.replace(/\/+$/, '')
}

function tokenOf(env: Environment, server: string): string {
  const file = env['NAVISH_TOKEN_FILE'] || null
  const token = env['NAVISH_TOKEN'] || (file === null ? '' : contentOf(file))
  if (token.trim() === '') {
    throw new AppError(
      'usage',
      `It takes an API token to work on ${server}: put it into NAVISH_TOKEN, or its file's name into NAVISH_TOKEN_FILE. On the machine of the server "navish token create --role operator --label NAME" makes one.`,
    )
  }
  // Anything else cannot stand in a header, and must not be quoted in an error.
  if (!/^[\x21-\x7e]+$/.test(token.trim())) {
    throw new AppError('usage', 'What is in NAVISH_TOKEN is no API token.')
  }
  return token.trim()
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AppError('usage', `NAVISH_TOKEN_FILE: the file ${file} cannot be read.`, { cause })
  }
}
