import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { AppError, messageOf } from '../errors.ts'
import { kebabOf } from './setting.ts'
import { settingNames, settings, type Setting } from './settings.ts'
import type { Environment } from './sources.ts'
import { meant } from './spelling.ts'

/** What the file of settings says. */
export interface ConfigFile {
  path: string
  entries: ReadonlyMap<Setting, Entry>
  /** What is wrong with the file, each with its line. */
  mistakes: readonly string[]
  /** What is to be looked at, though it can be read. */
  warnings: readonly string[]
}

export interface Entry {
  text: string
  /** The file and the line. */
  place: string
  /** Whether the text is the path of a file with the value. */
  isPath: boolean
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
  const path =
    named === undefined ? configPlaces(env).find((one) => existsSync(one)) : resolve(named)
  if (path === undefined) return null
  const text = contentOf(path, said === undefined ? 'NAVISH_CONFIG_FILE' : '--config')
  const { entries, mistakes } = await entriesIn(text, path)
  const isSecret = [...entries].some(([name, { isPath }]) => settings[name].secret && !isPath)
  return { path, entries, mistakes, warnings: isSecret ? warningsOf(path) : [] }
}

function contentOf(path: string, from: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new AppError('configuration', `${from}: ${path} cannot be read: ${messageOf(cause)}`, {
      cause,
    })
  }
}

/** Loaded only where there is a file. */
async function entriesIn(text: string, path: string) {
  const { isMap, isScalar, isSeq, LineCounter, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number | undefined) => `${path}:${lines.linePos(offset ?? 0).line}`
  const mistakes = document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message}`)
  const entries = new Map<Setting, Entry>()
  const { contents } = document
  const isNothing = contents === null || (isScalar(contents) && contents.value === null)
  if (mistakes.length > 0 || isNothing) return { entries, mistakes }
  if (!isMap(contents)) {
    return { entries, mistakes: [`${path}: settings are lines like "port: 8077"`] }
  }
  for (const { key, value } of contents.items) {
    const name = isScalar(key) ? String(key.value) : ''
    const place = at(isScalar(key) ? key.range?.[0] : undefined)
    const known = settingCalled(name)
    if (known === null) {
      mistakes.push(`${place}: ${unknown(name)}`)
      continue
    }
    const said = isSeq(value) ? value.items : [value]
    if (!said.every((one) => one === null || isScalar(one))) {
      mistakes.push(`${place}: ${name} takes one text, or a list of them`)
      continue
    }
    const texts = said.flatMap((one) =>
      isScalar(one) && one.value !== null ? [one.source ?? ''] : [],
    )
    // A name with nothing behind it counts as not set.
    if (texts.length === 0) continue
    const { setting, isPath } = known
    const said1 = texts.join(',')
    entries.set(setting, {
      text: isPath ? resolve(dirname(path), said1) : said1,
      place,
      isPath,
    })
  }
  return { entries, mistakes }
}

/** What a secret is called in the file when it stands in another one. */
const inFile = 'File'

function settingCalled(name: string): { setting: Setting; isPath: boolean } | null {
  const setting = settingNames.find((one) => one === name)
  if (setting !== undefined) return { setting, isPath: false }
  const secret = settingNames.find((one) => settings[one].secret && `${one}${inFile}` === name)
  return secret === undefined ? null : { setting: secret, isPath: true }
}

function unknown(name: string): string {
  const names = settingNames.flatMap((one) =>
    settings[one].secret ? [one, `${one}${inFile}`] : [one],
  )
  const spelled = names.find((one) => kebabOf(one) === kebabOf(name).replaceAll('_', '-'))
  const other = spelled ?? meant(name, names)
  return `there is no setting "${name}"${other === null ? '' : `: did you mean "${other}"?`}`
}

function warningsOf(path: string): string[] {
  if ((statSync(path).mode & 0o077) === 0) return []
  return [`${path} has a secret in it and can be read by others: chmod 600 ${path}`]
}
