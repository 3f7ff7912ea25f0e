import { Type } from '@sinclair/typebox'
import { Secret } from './settings.ts'

/** Lines such as `Authorization: Bearer …`, 20 at most, each of printable ASCII. */
const lines =
  "^(?:[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}:[ \\t]*[\\x20-\\x7e]{0,4000}(?:\\r?\\n|$)){0,20}$"

/** Headers that people add to a request. */
export const HeaderLines = Secret(
  Type.String({
    pattern: lines,
    maxLength: 10_000,
    description: 'more headers, one on each line, such as Authorization: Bearer …',
  }),
)

/** Headers from such lines, with lower-case names. What is no header is passed over: the setting was checked. */
export function headersIn(text = ''): Record<string, string> {
  const found = text.split(/\r?\n/).flatMap((line) => {
    const at = line.indexOf(':')
    return at < 1 ? [] : [[line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const]
  })
  return Object.fromEntries(found)
}

/** Why headers cannot be sent: one of them is not for people to set; null: they can. */
export function faultIn(headers: Record<string, string>): string | null {
  const found = Object.keys(headers).find(
    (name) => name.startsWith('webhook-') || reserved.includes(name),
  )
  return found === undefined ? null : `Navish itself sets the header ${found}.`
}

/** What of headers must not be read in an answer that is shown: each value, and what follows a word such as `Bearer` in it. */
export function secretsIn(headers: Readonly<Record<string, string>>): string[] {
  const values = Object.values(headers)
  const parts = values.flatMap((value) => value.split(' ').slice(1))
  return [...values, ...parts].filter((secret) => secret.length >= shortestSecret)
}

// What is shorter is in every text by chance.
const shortestSecret = 4
// What frames the request; another value would make it another request than the one that was checked.
const reserved = [
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]
