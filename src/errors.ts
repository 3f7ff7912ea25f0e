/** What went wrong, by the kind of answer it needs. The HTTP status and the exit code follow from it. */
export type ErrorCode =
  | 'invalid_content_type'
  | 'invalid_json'
  | 'invalid_event'
  | 'unauthorized'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'too_large'
  | 'unsupported_encoding'
  | 'usage'
  | 'configuration'
  | 'unhealthy'
  | 'failed'
  | 'internal'

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** A failure with a sentence for the person who reads it. Anything else that is thrown is `internal` and stays in the log. */
export class AppError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
  }
}
