import { timingSafeEqual } from 'node:crypto'

/**
 * Whether one of the secrets signed exactly these bytes: HMAC-SHA256, lower-case hex. It must be the bytes as sent: Sentry's
 * serializer writes `100.0` and `\u00e9` where a parse and stringify would not. Every secret is tried, so that the time
 * taken does not tell which of two matched.
 */
export function isSigned(
  body: Uint8Array,
  signature: string | null,
  secrets: readonly string[],
): boolean {
  const given = Buffer.from(signature ?? '', 'latin1')
  let signed = false
  for (const secret of secrets) {
    const expected = signatureOf(body, secret)
    if (given.length !== expected.length) continue
    if (timingSafeEqual(given, Buffer.from(expected, 'latin1'))) signed = true
  }
  return signed
}

/** As Sentry signs these bytes. */
export function signatureOf(body: Uint8Array, secret: string): string {
  return new Bun.CryptoHasher('sha256', secret).update(body).digest('hex')
}
