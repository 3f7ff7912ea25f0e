import type { ChannelKindView } from '../../contract/channels.ts'

export type Setting = ChannelKindView['fields'][number]

/** What is written in the fields of a form, by name of the setting: `yes` or nothing where there is a mark to be made. */
export type Draft = Readonly<Record<string, string>>

export type Control = 'line' | 'secret' | 'number' | 'choice' | 'check' | 'lines'

const acronyms = new Set(['url', 'api', 'id', 'tls', 'ssl', 'smtp', 'http', 'html', 'json', 'ip'])

/** `webhookUrl` as a label: Webhook URL. */
export function labelOf(name: string): string {
  const words = name.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').split(/[\s_-]+/)
  const said = words.map((word) => {
    const small = word.toLowerCase()
    return acronyms.has(small) ? small.toUpperCase() : small
  })
  return capital(said.join(' '))
}

/** What a setting means, as a sentence. */
export function hintOf({ description, type, choices, default: fallback }: Setting): string {
  // What the form shows already is not said again.
  const meaning = description.replace(/^a (?:URL|text of [\d,]+ to [\d,]+ characters): /, '')
  const text = capital(meaning.replaceAll(/\b[a-z]+(?:[A-Z][a-z]*)+\b/g, labelOf))
  const sentence = text === '' || /[.!?…]$/.test(text) ? text : `${text}.`
  const each = type === 'array' && choices === null ? ' One on each line.' : ''
  const usual =
    isPlain(fallback) && !sentence.includes(String(fallback)) ? ` Usually ${fallback}.` : ''
  return `${sentence}${each}${usual}`.trim()
}

/** With what a setting is filled in. */
export function controlOf({ name, type, secret, choices, description }: Setting): Control {
  if (choices !== null && type !== 'array') return 'choice'
  if (type === 'boolean') return 'check'
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'array' || type === 'object') return 'lines'
  if (name === 'headers' || /\beach line\b/.test(description)) return 'lines'
  return secret ? 'secret' : 'line'
}

/** What a form begins with. Of a secret nobody knows more than that it is set. */
export function draftOf(
  fields: readonly Setting[],
  settings: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return Object.fromEntries(
    fields.map((field) => [field.name, textOf(field, settings[field.name])]),
  )
}

function textOf(field: Setting, value: unknown): string {
  if (field.secret) return ''
  const control = controlOf(field)
  if (control === 'check') return (value ?? field.default) === true ? 'yes' : ''
  if (value === undefined || value === null) return ''
  return Array.isArray(value) ? value.map(plainText).join('\n') : plainText(value)
}

/** A value as one reads it. */
export function plainText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

/**
 * What to send of what is written: all that is another thing than before. What was taken out is null.
 * @param taken the secret settings that are to be taken out
 */
export function settingsIn(
  fields: readonly Setting[],
  draft: Draft,
  {
    before = {},
    taken = [],
  }: { before?: Readonly<Record<string, unknown>>; taken?: readonly string[] } = {},
): Record<string, unknown> {
  const wasDraft = draftOf(fields, before)
  const changed = fields.flatMap((field): [string, unknown][] => {
    const { name, secret } = field
    const text = draft[name] ?? ''
    if (secret && text === '') return taken.includes(name) ? [[name, null]] : []
    const isNew = before[name] === undefined
    // A mark that is not made says no where it must be said.
    if (controlOf(field) === 'check' && isNew && field.required) return [[name, text === 'yes']]
    if (text === wasDraft[name]) return []
    return [[name, valueOf(field, text)]]
  })
  return Object.fromEntries(changed)
}

function valueOf(field: Setting, text: string): unknown {
  if (field.type === 'boolean') return text === 'yes'
  if (field.type === 'string') {
    if (controlOf(field) === 'lines') return text.trim() === '' ? null : text.trim()
    // A password may begin with a space.
    const said = field.secret ? text : text.trim()
    return said === '' ? null : said
  }
  const said = text.trim()
  if (said === '') return null
  if (field.type === 'array') return linesIn(said)
  if (field.type === 'object') return parsed(said)
  // What is no number is sent as it is: the answer says what it should be.
  const number = Number(said)
  return Number.isFinite(number) ? number : said
}

export function linesIn(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** At which field something is wrong, if a refusal begins with its name; what it says, in the words of the form. */
export function faultAt(
  fields: readonly Pick<Setting, 'name'>[],
  sentence: string,
): { name: string; text: string } | null {
  const [, said = ''] = /^(?:settings\.)?(\w+)(?:\.\d+)*(?=[\s:])/.exec(sentence) ?? []
  if (!fields.some(({ name }) => name === said)) return null
  const rest = sentence.replace(/^(?:settings\.)?[\w.]+/, '')
  const text = rest.startsWith(':') ? capital(rest.slice(1).trim()) : `${labelOf(said)}${rest}`
  return { name: said, text }
}

function isPlain(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
