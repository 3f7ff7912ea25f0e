import { contract, type Calls } from '../contract/contract.ts'
import type { Conditions, Operation } from '../contract/operation.ts'
import { AppError, messageOf } from '../errors.ts'
import { answerOf } from './answer.ts'
import { requestOf } from './request.ts'

export interface RemoteParts {
  /** Its address without a trailing slash; behind a proxy perhaps with a path. */
  server: string
  /** An API token. */
  token: string
  /** For tests. */
  fetch?: (url: string, init: BunFetchRequestInit) => Promise<Response>
}

/** How long (ms) a server may take. */
const patience = 30_000

/** The whole API, asked of a server. Nothing is tried twice: whoever calls knows whether that does harm. */
export function createRemoteCalls(parts: RemoteParts): Calls {
  return Object.fromEntries(
    Object.entries(contract).map(([name, operation]) => [
      name,
      (input: object) => ask(parts, operation, { ...input }),
    ]),
  ) as unknown as Calls
}

async function ask(
  { server, token, fetch: send = fetch }: RemoteParts,
  operation: Operation,
  input: Record<string, unknown> & Conditions,
): Promise<unknown> {
  const { path, headers, ...rest } = requestOf(operation, input)
  try {
    const response = await send(`${server}${path}`, {
      ...rest,
      headers: { ...headers, authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
      // The proxy of the environment is for other machines.
      ...(isLoopback(server) && { proxy: false }),
    })
    return await answerOf(operation, server, response)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const isLate = cause instanceof Error && cause.name === 'TimeoutError'
    const how = isLate ? ` within ${patience / 1000} seconds.` : `: ${messageOf(cause)}`
    throw new AppError('failed', `${server} does not answer${how}`, { cause })
  }
}

/** Whether an address is this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return /^(?:127\.[\d.]+|\[::1\]|(?:.+\.)?localhost)$/.test(hostname)
}
