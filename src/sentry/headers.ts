import { keptHeaders, type KeptHeaders } from '../core/event.ts'

const keptLength = 256

/** The few headers that are read and kept. Values are cut, names are found in any letter case. */
export function keepHeaders(headers: Headers): KeptHeaders {
  const kept: KeptHeaders = {}
  for (const name of keptHeaders) {
    const value = headers.get(name)
    if (value !== null && value !== '') kept[name] = value.slice(0, keptLength)
  }
  return kept
}

/** `Sentry-Hook-Timestamp` as Unix ms: the time of this attempt in whole seconds, unsigned; null when missing or no number. */
export function sentAt(headers: KeptHeaders): number | null {
  const text = headers['sentry-hook-timestamp'] ?? headers['x-servicehook-timestamp'] ?? ''
  return /^\d{1,11}$/.test(text) ? Number(text) * 1000 : null
}

/** Whether none of Sentry's own headers is there: somebody with curl, a bridge script, or GlitchTip. */
export function isHandMade(headers: KeptHeaders): boolean {
  const { 'content-type': _, 'user-agent': agent, ...own } = headers
  return Object.keys(own).length === 0 && !/^sentry\//i.test(agent ?? '')
}

/** How texts and bytes are made short. */
export interface Hashes {
  /** A cryptographic digest of a text: two senders' keys must never be taken for one another. */
  digest(text: string): string
  /** A fast one of bytes, for what has the same Request-ID already. */
  fingerprint(bytes: Uint8Array): string
}

/**
 * What makes two requests the same delivery: the `Idempotency-Key` (sent since September 2026, the same for every attempt), else
 * the `Request-ID` with the same resource and the same bytes. Never the issue id. Null: cannot be told, never a replay.
 */
export function replayKeyOf(
  headers: Headers,
  payload: Uint8Array,
  { digest, fingerprint }: Hashes,
): string | null {
  // Whole, unlike the headers that are kept: two long keys may differ only in their last character.
  const short = (value: string) => (value.length <= keptLength ? value : digest(value))
  const key = headers.get('idempotency-key')
  if (key) return `key ${short(key)}`
  const request = headers.get('request-id')
  if (!request) return null
  return `request ${short(request)} ${short(headers.get('sentry-hook-resource') ?? '')} ${fingerprint(payload)}`
}
