import { OutboundError, type Outbound } from '../../src/outbound/outbound.ts'

/** Requests by `fetch`, without any of the checks, to a receiver of the tests on this machine; every name is this machine. */
export function outboundByFetch({ timeoutMs = 2000 } = {}): Outbound {
  return {
    async request({ method, url, headers, body }) {
      if (!URL.canParse(url)) throw new OutboundError('forbidden', 'The address is no URL.')
      try {
        const response = await fetch(url, {
          method,
          ...(headers !== undefined && { headers }),
          ...(body !== undefined && { body }),
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMs),
        })
        return {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          body: await response.text(),
        }
      } catch (error) {
        const isTimeout = error instanceof Error && error.name === 'TimeoutError'
        throw isTimeout
          ? new OutboundError('timeout', 'It did not answer in time.')
          : new OutboundError('unreachable', 'It cannot be reached.')
      }
    },
    resolve: () => Promise.resolve('127.0.0.1'),
  }
}

/** Lets nothing out, like an address that is not allowed. */
export const closedOutbound: Outbound = {
  request: () => Promise.reject(new OutboundError('forbidden', '10.0.0.1 is not allowed.')),
  resolve: () => Promise.reject(new OutboundError('forbidden', '10.0.0.1 is not allowed.')),
}
