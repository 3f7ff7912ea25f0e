import { randomBytes } from 'node:crypto'
import type { Body } from '../bodies.ts'
import { requestId } from './request-id.ts'

const run = randomBytes(8).toString('hex')
let count = 0

/** The bytes of a POST as Sentry sends it, with a Request-ID of its own. */
export function requestOf(url: string, { text, resource, signature }: Body): Buffer {
  const { host, pathname } = new URL(url)
  count += 1
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    'Content-Type: application/json',
    'User-Agent: sentry/26.9.0 (https://sentry.io)',
    `Request-ID: ${requestId(count, run)}`,
    `Sentry-Hook-Resource: ${resource}`,
    'Sentry-Hook-Timestamp: 1788256800',
    `Sentry-Hook-Signature: ${signature}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`)
}

export const portOf = (url: string) => Number(new URL(url).port)
