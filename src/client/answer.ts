import type { Operation } from '../contract/operation.ts'
import { cleanText } from '../core/text.ts'
import { AppError, type ErrorCode } from '../errors.ts'
import { resembles } from './resembles.ts'

/**
 * What a server answered to an operation. Throws the problem that it tells of, or says in words what else answered: a proxy, a
 * redirect, something that is not Navish.
 */
export async function answerOf(
  operation: Operation,
  server: string,
  response: Response,
): Promise<unknown> {
  const { status, ok, headers } = response
  const text = await response.text()
  const value = jsonIn(text, headers)
  if (!ok) throw failureOf(server, response, value)
  const { answer } = operation
  if (answer === null && status === 204) return undefined
  if (answer !== null && value !== undefined && resembles(answer, value)) return value
  throw new AppError(
    'failed',
    `${server} answers, but not as Navish does. Is it the address of a Navish server?`,
  )
}

function failureOf(server: string, { status, headers }: Response, value: unknown): AppError {
  if (status >= 300 && status < 400) {
    const location = headers.get('location')
    const elsewhere = location === null ? 'elsewhere' : `to ${cleanText(location, 500)}`
    // The token is for the server that was named, and for nobody else.
    return new AppError(
      'failed',
      `${server} redirects ${elsewhere}, which is not followed. Say the address of Navish itself.`,
    )
  }
  const problem = (value ?? {}) as { code?: unknown; detail?: unknown; current?: unknown }
  if (typeof problem.code === 'string' && typeof problem.detail === 'string') {
    const retryAfter = Number(headers.get('retry-after') ?? Number.NaN)
    return new AppError(codeOf(problem.code), cleanText(problem.detail, 2000), {
      current: problem.current,
      ...(retryAfter >= 0 && { retryAfter }),
    })
  }
  const isGateway = status >= 502 && status <= 504
  return new AppError(
    'failed',
    isGateway
      ? `${server} answers ${status}: a proxy is there, but it does not reach Navish.`
      : `${server} answers ${status}, but not as Navish does. Is it the address of a Navish server?`,
  )
}

function jsonIn(text: string, headers: Headers): unknown {
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(headers.get('content-type') ?? ''))
    return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Those that a server answers with. What only this version does not know is a failure like any other. */
const codes: ReadonlySet<string> = new Set<ErrorCode>([
  'invalid_content_type',
  'invalid_json',
  'invalid_event',
  'invalid_request',
  'unauthorized',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'conflict',
  'precondition_failed',
  'precondition_required',
  'too_large',
  'unsupported_encoding',
  'rate_limited',
  'internal',
])

function codeOf(said: string): ErrorCode {
  return codes.has(said) ? (said as ErrorCode) : 'failed'
}
