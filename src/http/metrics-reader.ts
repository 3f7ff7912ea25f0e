import { createHash, timingSafeEqual } from 'node:crypto'
import { AppError } from '../errors.ts'
import { addressIn } from './auth/address.ts'

/** Ranges in the words of ipaddr.js: this machine, and networks that the internet does not reach. */
const near = ['loopback', 'private', 'uniqueLocal', 'linkLocal']

/** What proxies leave behind, each in its own way. */
const marks = /^(?:forwarded|via|x-forwarded(?:-.*)?|x-real-ip|x-original-.*|cf-connecting-ip)$/

/**
 * Lets in who may read the metrics; throws `unauthorized` or `forbidden`, with what to do about it. With a token whoever says it, and
 * nobody else. Without one whoever asks from near by and directly: behind a reverse proxy everybody would seem to be near by.
 */
export function createMetricsReader(token: string | null) {
  const expected = token === null ? null : digestOf(`Bearer ${token}`)

  return (headers: Headers, peer: string | null): void => {
    if (expected !== null) {
      const said = headers.get('authorization') ?? ''
      if (timingSafeEqual(digestOf(said.replace(/^bearer +/i, 'Bearer ')), expected)) return
      throw new AppError(
        'unauthorized',
        'Metrics are told to who sends "Authorization: Bearer" and the token that NAVISH_METRICS_TOKEN on the server says.',
      )
    }
    if (isForwarded(headers))
      throw forbidden('Without a token, metrics are not told to what comes through a proxy')
    if (!isNear(peer)) {
      throw forbidden('Without a token, metrics are told only to this machine and private networks')
    }
  }
}

function forbidden(why: string): AppError {
  return new AppError(
    'forbidden',
    `${why}: set NAVISH_METRICS_TOKEN and send it as "Authorization: Bearer", or give metrics an address of their own with NAVISH_METRICS_ADDRESS and ask there directly.`,
  )
}

function isForwarded(headers: Headers): boolean {
  return [...headers.keys()].some((name) => marks.test(name))
}

function isNear(peer: string | null): boolean {
  const address = peer === null ? undefined : addressIn(peer)
  return address !== undefined && near.includes(address.range())
}

/** Of equal length, whatever was said. */
function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
