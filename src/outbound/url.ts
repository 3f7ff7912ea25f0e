import { plainHost } from './host.ts'
import { type Outbound, OutboundError } from './outbound.ts'

/**
 * For the moment at which somebody saves a URL: whether it could be called now. Throws `OutboundError`: `forbidden` for what is no URL or
 * leads to an address that is not allowed, `unresolved` for a name that has none, which the caller may take as good enough.
 */
export async function checkUrl(text: string, outbound: Pick<Outbound, 'resolve'>): Promise<void> {
  await outbound.resolve(readUrl(text).hostname)
}

/**
 * A URL that means to us what it means to everybody who reads it. Anything that parsers are known to disagree about is `forbidden`, not
 * repaired. The message does not repeat the text: it holds the secret of a chat webhook.
 */
export function readUrl(text: string): URL {
  if (text.length > 2048) throw forbidden('A URL has at most 2,048 characters.')
  // oxlint-disable-next-line no-control-regex -- finding control characters is what this is for
  if (/[\u0000-\u001f\u007f-\u009f\s\\]/u.test(text)) {
    throw forbidden('A URL holds no spaces, control characters or backslashes.')
  }
  const authority = /^https?:\/\/(?<authority>[^/?#]+)/i.exec(text)?.groups?.['authority']
  if (authority === undefined) {
    throw forbidden('A URL begins with https:// or http:// and the name of a host.')
  }
  if (authority.includes('@')) throw forbidden('A URL holds no user and no password here.')
  plainHost(authority.replace(/:\d*$/, ''))
  const url = URL.parse(text)
  if (url === null || url.port === '0')
    throw forbidden('A URL has a port from 1 to 65535, or none.')
  return url
}

function forbidden(message: string): OutboundError {
  return new OutboundError('forbidden', message)
}
