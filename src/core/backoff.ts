/** After this many failed attempts an event is a dead letter. */
export const maxAttempts = 6

/**
 * How long to wait after failed attempt number `attempt` (from 1), in ms: 1 s, 4 s, 16 s, 64 s, 256 s, plus up to a tenth
 * so that events which failed together do not come back together.
 * @param jitter from 0 up to, not including, 1
 */
export function backoffMs(attempt: number, jitter: number): number {
  const base = 1000 * 4 ** (attempt - 1)
  return Math.round(base * (1 + 0.1 * jitter))
}

export const longestBackoffMs = backoffMs(maxAttempts - 1, 1)
