import { lstatSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError, messageOf } from '../errors.ts'
import { entriesIn, type Entries } from './file-entries.ts'
import { settings } from './settings.ts'
import type { Environment } from './sources.ts'

/** What the file of settings says. */
export interface ConfigFile extends Entries {
  path: string
  /** What is to be looked at, though it can be read. */
  warnings: readonly string[]
}

const fileName = 'navish.yaml'

/** Where the file is looked for when nobody says where it is; the first that is there counts. */
export function configPlaces(env: Environment): string[] {
  const home = env['HOME'] ?? ''
  const own = env['XDG_CONFIG_HOME'] || (home === '' ? '' : join(home, '.config'))
  return [
    resolve(fileName),
    ...(own === '' ? [] : [join(own, 'navish', fileName)]),
    join('/etc/navish', fileName),
  ]
}

/**
 * Reads the file of settings: the one that `--config` or NAVISH_CONFIG_FILE names, else the first of `configPlaces`; null when
 * there is none. Throws `configuration` when it cannot be read at all.
 */
export async function readConfigFile(
  said: string | undefined,
  env: Environment,
): Promise<ConfigFile | null> {
  const named = said ?? (env['NAVISH_CONFIG_FILE'] || undefined)
  const path = named === undefined ? configPlaces(env).find(isThere) : resolve(named)
  if (path === undefined) return null
  const text = contentOf(path, nameOf(said, named))
  const { entries, mistakes } = await entriesIn(text, path)
  const isSecret = [...entries].some(([name, { isPath }]) => settings[name].secret && !isPath)
  return { path, entries, mistakes, warnings: isSecret ? warningsOf(path) : [] }
}

/** A link that leads nowhere is there: what it should have said must not be taken for the default. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}

/** Who named the file, for an error. */
function nameOf(said: string | undefined, named: string | undefined): string {
  if (said !== undefined) return '--config: '
  return named === undefined ? '' : 'NAVISH_CONFIG_FILE: '
}

function contentOf(path: string, from: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new AppError('configuration', `${from}${path} cannot be read: ${messageOf(cause)}`, {
      cause,
    })
  }
}

function warningsOf(path: string): string[] {
  const { mode, uid, gid } = statSync(path)
  const isOurs = uid === process.getuid?.()
  // A group that is not the one of who has the file was given it on purpose: as root gives the server's group what is in /etc.
  const isOpen =
    (mode & 0o007) !== 0 || ((mode & 0o070) !== 0 && isOurs && gid === process.getgid?.())
  if (!isOpen) return []
  // Of somebody else's file for them alone, this could read nothing any more.
  const cure = isOurs
    ? `chmod 600 ${path}`
    : `chgrp ${process.getgid?.()} ${path} && chmod 640 ${path}`
  return [`${path} has a secret in it and can be read by others: ${cure}`]
}
