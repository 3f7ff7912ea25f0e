/** What went wrong, by the kind of answer it needs. The HTTP status and the exit code follow from it. */
export type ErrorCode =
  | 'invalid_content_type'
  | 'invalid_json'
  | 'invalid_event'
  | 'invalid_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'precondition_failed'
  | 'precondition_required'
  | 'too_large'
  | 'unsupported_encoding'
  | 'rate_limited'
  | 'usage'
  | 'configuration'
  | 'unhealthy'
  | 'failed'
  | 'internal'

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

export interface AppErrorOptions extends ErrorOptions {
  /** Of what could not be changed: how it is now, as the API shows it. */
  current?: unknown
  /** Of `rate_limited`: in how many seconds to try again. */
  retryAfter?: number
}

/** A failure with a sentence for the person who reads it. Anything else that is thrown is `internal` and stays in the log. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly current: unknown
  readonly retryAfter: number | undefined

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
    this.current = options.current
    this.retryAfter = options.retryAfter
  }
}
