import { AppError, type ErrorCode } from '../errors.ts'
import { securityHeaders } from './headers.ts'

/** The one place where a failure becomes a status. */
export const statusOf: Record<ErrorCode, { status: number; title: string }> = {
  invalid_content_type: { status: 400, title: 'Bad Request' },
  invalid_json: { status: 400, title: 'Bad Request' },
  invalid_event: { status: 400, title: 'Bad Request' },
  invalid_request: { status: 400, title: 'Bad Request' },
  usage: { status: 400, title: 'Bad Request' },
  unauthorized: { status: 401, title: 'Unauthorized' },
  forbidden: { status: 403, title: 'Forbidden' },
  not_found: { status: 404, title: 'Not Found' },
  method_not_allowed: { status: 405, title: 'Method Not Allowed' },
  conflict: { status: 409, title: 'Conflict' },
  precondition_failed: { status: 412, title: 'Precondition Failed' },
  too_large: { status: 413, title: 'Content Too Large' },
  unsupported_encoding: { status: 415, title: 'Unsupported Media Type' },
  precondition_required: { status: 428, title: 'Precondition Required' },
  rate_limited: { status: 429, title: 'Too Many Requests' },
  configuration: { status: 500, title: 'Internal Server Error' },
  failed: { status: 500, title: 'Internal Server Error' },
  internal: { status: 500, title: 'Internal Server Error' },
  unhealthy: { status: 503, title: 'Service Unavailable' },
}

/**
 * An RFC 9457 problem: `code` is stable, `detail` is one sentence for the person who reads it. Of a failure that nobody
 * foresaw it says only that there was one; the cause is for the log.
 */
export function problem(error: unknown, headers: Record<string, string> = {}): Response {
  const known =
    error instanceof AppError
      ? error
      : new AppError('internal', 'Navish could not handle this request; its log says why.')
  const { code, message: detail, current, retryAfter } = known
  const { status, title } = statusOf[code]
  return Response.json(
    { type: 'about:blank', title, status, detail, code, ...(current !== undefined && { current }) },
    {
      status,
      headers: {
        'content-type': 'application/problem+json',
        ...(retryAfter !== undefined && { 'retry-after': String(Math.ceil(retryAfter)) }),
        ...securityHeaders,
        ...headers,
      },
    },
  )
}
