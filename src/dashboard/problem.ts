/** What the API answered instead of what was asked for, or that nothing answered (status 0). */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  /** How it is now, when something else changed it meanwhile. */
  readonly current: unknown

  constructor(status: number, code: string, detail: string, current?: unknown) {
    super(detail)
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.current = current
  }
}

/** What went wrong with what somebody wanted, and what to do, in a sentence or two. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Problem)) return 'Something went wrong in this page. Reload it.'
  return error.status === 0 ? `${error.message} Try again in a moment.` : error.message
}
