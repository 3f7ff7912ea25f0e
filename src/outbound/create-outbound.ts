import { exchange } from './exchange.ts'
import { readHeaders } from './headers.ts'
import { type Outbound, OutboundError, type OutboundPolicy } from './outbound.ts'
import { createResolver, type Lookup } from './resolver.ts'
import { readUrl } from './url.ts'

export interface OutboundParts {
  policy: OutboundPolicy
  /** Replaced in tests. */
  lookup?: Lookup
  /** For tests: a certificate to believe instead of the authorities of the system. */
  ca?: string
  /** ms for what is not told otherwise. */
  timeoutMs?: number
}

/** Throws an Error when what the policy allows are no networks. */
export function createOutbound(parts: OutboundParts): Outbound {
  const { ca, timeoutMs = 10_000 } = parts
  const resolve = createResolver(parts)

  return {
    resolve: (host) => within(timeoutMs, 'The name service', () => resolve(host)),

    async request({ method, url: text, headers = {}, body, timeoutMs: limit = timeoutMs }) {
      const url = readUrl(text)
      const checked = readHeaders(headers)
      return within(limit, url.origin, async (signal) => {
        const address = await resolve(url.hostname)
        return exchange({ url, address, method, headers: checked, body, ca }, signal)
      })
    },
  }
}

/** One limit for all that the work does. Nothing waits for work that cannot be stopped, such as a question to the name service. */
async function within<T>(
  ms: number,
  whom: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const error = new OutboundError('timeout', `${whom} did not answer in ${ms / 1000} s.`)
    controller.abort(error)
    reject(error)
  }, ms)
  try {
    return await Promise.race([work(controller.signal), late])
  } finally {
    clearTimeout(timer)
  }
}
