import { randomUUID } from 'node:crypto'

/**
 * What every answer carries: it is for nobody to embed, to guess the type of, to keep, or to tell others where it was asked from.
 * A page sets a policy of its own.
 */
export const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const

/** Sets those that an answer does not set itself. */
export function withSecurity(response: Response): Response {
  for (const [name, value] of Object.entries(securityHeaders)) {
    if (!response.headers.has(name)) response.headers.set(name, value)
  }
  return response
}

/** Under which name and with which value an answer says the id of its request. */
export interface RequestId {
  name: 'request-id' | 'x-request-id'
  id: string
}

/** The id that a request says it has, when it is one that can be echoed; else a new one. */
export function requestIdOf(headers: Headers): RequestId {
  for (const name of ['request-id', 'x-request-id'] as const) {
    const id = headers.get(name)
    if (id !== null && /^[\w.:-]{1,128}$/.test(id)) return { name, id }
  }
  return { name: 'request-id', id: randomUUID() }
}

/** An answer as it goes out: with the security headers, and with the id of its request, where it does not say them itself. */
export function finished(response: Response, requestId: RequestId): Response {
  if (!response.headers.has(requestId.name)) response.headers.set(requestId.name, requestId.id)
  return withSecurity(response)
}

/** Whether whoever asks takes gzip. A weight of zero would say no; nobody sends that. */
export function acceptsGzip(headers: Headers): boolean {
  return /\bgzip\b/.test(headers.get('accept-encoding') ?? '')
}
