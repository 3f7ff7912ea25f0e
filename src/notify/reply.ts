import { cleanText } from '../core/text.ts'
import type { OutboundError, OutboundReply } from '../outbound/outbound.ts'
import type { Sent, SentFacts } from './notifier.ts'

/** Who answered, and when. */
export interface Answering {
  /** The other side by name, for the sentence that a person reads. */
  name: string
  /** What is taken out of the answer before it is kept. */
  secrets: readonly string[]
  /** Unix ms. */
  now: number
}

/**
 * What an HTTP status means for one attempt: 2xx is sent; 408, 425, 429 and 5xx may work later; the others will not work until somebody
 * changes something. A redirect is among those: following it would take the message, and the secret in its address, to a place that
 * nobody chose.
 */
export function meaningOf(reply: OutboundReply, { name, secrets, now }: Answering): Sent {
  const { status } = reply
  const facts = { status, reply: cleanText(hidden(reply.body, secrets), 1000) }
  if (status >= 200 && status < 300) return { ...facts, result: 'sent' }
  const why = `${name} answered ${status}: ${reasonOf(status)}.`
  if (isPassing(status)) {
    return { ...facts, result: 'retry', why, afterMs: afterMsOf(reply.headers['retry-after'], now) }
  }
  return { ...facts, result: 'refused', why }
}

/** What it means that there was no answer. */
export function unansweredOf(error: OutboundError): Sent {
  const facts = { status: null, reply: '', why: error.message }
  return error.code === 'forbidden'
    ? { ...facts, result: 'refused' }
    : { ...facts, result: 'retry', afterMs: null }
}

/** The same answer, though its status says otherwise: it may work later. */
export function retryOf(facts: SentFacts, why: string, afterMs: number | null): Sent {
  return { status: facts.status, reply: facts.reply, result: 'retry', why, afterMs }
}

/** The same answer, though its status says otherwise: it will never work like this. */
export function refusedOf(facts: SentFacts, why: string): Sent {
  return { status: facts.status, reply: facts.reply, result: 'refused', why }
}

/** The same answer with what finds the message again; the answer as it is when nothing was sent. */
export function threadedOf(sent: Sent, thread: Record<string, unknown>): Sent {
  return sent.result === 'sent' ? { ...sent, thread: JSON.stringify(thread) } : sent
}

/** Whether a status, of HTTP or of an API that counts like it, passes by itself. */
export function isPassing(status: number): boolean {
  return status < 200 || status >= 500 || [408, 425, 429].includes(status)
}

/** Seconds, as an API says them in JSON, in ms; null: it does not. */
export function msOf(seconds: unknown): number | null {
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds < 0) return null
  return Math.ceil(seconds * 1000)
}

/** The text without the secrets. It must not be cut before: half a secret would not be found. */
export function hidden(text: string, secrets: readonly string[]): string {
  // The longest first, so that no part of one is left beside a shorter one.
  const longestFirst = secrets.filter((secret) => secret !== '').toSorted(byLength)
  return longestFirst.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
}

/** The members of a JSON object; none of anything else. */
export function membersOf(json: unknown): Record<string, unknown> {
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {}
}

/** The members of a body that is a JSON object; none of any other body. */
export function bodyOf(text: string): Record<string, unknown> {
  return membersOf(jsonOf(text))
}

/** What a text says as JSON; null when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/**
 * `Retry-After`, in seconds or as an HTTP date, in ms from now; a date that is past is 0.
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
function afterMsOf(header: string | undefined, now: number): number | null {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  // Nothing but a date with its zone: Date.parse would make something of `1.5`, too.
  if (!/^[A-Z][a-z]+,? .* GMT$/.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}

function byLength(a: string, b: string): number {
  return b.length - a.length
}

function reasonOf(status: number): string {
  if (status === 429) return 'it wants to be left alone for a while'
  if (isPassing(status)) return 'it could not do it now'
  if (status < 400) return 'it is at another address, and redirects are not followed'
  switch (status) {
    case 401:
    case 403:
      return 'it does not accept these credentials'
    case 404:
    case 410:
      return 'there is nothing at this address, or not any more'
    case 413:
      return 'the message is too large for it'
    default:
      return 'it does not take this message'
  }
}
