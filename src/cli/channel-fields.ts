import { readFileSync } from 'node:fs'
import { InvalidArgumentError, Option } from 'commander'
import type { ChannelKindView } from '../contract/channels.ts'
import { AppError } from '../errors.ts'
import type { Context } from './context.ts'

/** What is said of the settings of a channel. */
export interface Fields {
  set?: Pair[]
  unset?: string[]
  secretFile?: Pair[]
}

type Pair = readonly [field: string, text: string]
type Field = ChannelKindView['fields'][number]

export const setOption = () =>
  new Option(
    '--set <field=value>',
    'a setting that is not secret; may be repeated. "navish channel kinds" lists them',
  ).argParser(collected(readPair))

export const unsetOption = () =>
  new Option('--unset <field>', 'take a setting out, secret or not; may be repeated').argParser(
    collected((text) => text),
  )

export const secretFileOption = () =>
  new Option(
    '--secret-file <field=file>',
    'file with a secret setting, or - for the standard input; may be repeated. Secrets are never said on the command line, where others can see them',
  ).argParser(collected(readPair))

/**
 * What was said, as the kind means it; null for what is to be taken out. Throws `usage` when there is no such field, when a secret stands on
 * the command line, and when a file cannot be read.
 */
export async function settingsIn(
  { set = [], unset = [], secretFile = [] }: Fields,
  { kind, fields }: ChannelKindView,
  context: Pick<Context, 'keyboard'>,
): Promise<Record<string, unknown>> {
  const named = (name: string): Field => {
    const found = fields.find((field) => field.name === name)
    if (found !== undefined) return found
    const names = fields.map((field) => field.name).join(', ')
    throw new AppError('usage', `A channel of the kind ${kind} has no ${name}, but ${names}.`)
  }
  if (secretFile.filter(([, file]) => file === '-').length > 1) {
    throw new AppError('usage', 'Only one secret can come from the standard input.')
  }
  const settings = new Map<string, unknown>()
  for (const name of unset) settings.set(named(name).name, null)
  for (const [name, text] of set) {
    const field = named(name)
    if (field.secret) {
      throw new AppError(
        'usage',
        `${name} is secret: give it with --secret-file ${name}=FILE, or ${name}=- for the standard input.`,
      )
    }
    settings.set(name, valueOf(text, field))
  }
  for (const [name, file] of secretFile) {
    const field = named(name)
    settings.set(name, valueOf(await secretIn(name, file, context), field))
  }
  return Object.fromEntries(settings)
}

/** Whether anything was said. */
export function saysAny({ set, unset, secretFile }: Fields): boolean {
  return (set ?? unset ?? secretFile) !== undefined
}

/** A text as the field means it. What it does not mean stays as it is, and is refused with a sentence when it is saved. */
function valueOf(text: string, { type }: Field): unknown {
  switch (type) {
    case 'integer':
    case 'number':
      return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? Number(text) : text
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text
    case 'array':
      return text.split(',').map((part) => part.trim())
    case 'object':
      return objectIn(text)
    case 'string':
      return text
  }
}

function objectIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function secretIn(
  name: string,
  file: string,
  { keyboard }: Pick<Context, 'keyboard'>,
): Promise<string> {
  const isTyped = file === '-' && keyboard.isTerminal
  const said =
    file === '-'
      ? await (isTyped ? keyboard.hidden(`${name}: `) : keyboard.all())
      : contentOf(name, file)
  const secret = said?.trim() ?? ''
  if (secret !== '') return secret
  const where = file === '-' ? 'standard input' : `file ${file}`
  throw new AppError('usage', `The ${where} is empty: ${name} is read from it.`)
}

function contentOf(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AppError('usage', `The file ${file} for ${name} cannot be read.`, { cause })
  }
}

function readPair(text: string): Pair {
  const end = text.indexOf('=')
  if (end < 1) throw new InvalidArgumentError('It is like field=value.')
  return [text.slice(0, end), text.slice(end + 1)]
}

function collected<T>(read: (text: string) => T): (text: string, before?: T[]) => T[] {
  return (text, before = []) => [...before, read(text)]
}
