import type { Clock } from '../../clock.ts'

/** How long an answer and a failure are remembered, ms. */
export interface Memory {
  answer: number
  failure: number
}

/**
 * Asks at the first use, once for everybody who waits, and remembers what came of it: an answer for long, a failure for a moment, so
 * that who is asked and down is neither asked for every click nor given up.
 */
export function remembered<T>(
  ask: () => Promise<T>,
  memory: Memory,
  clock: Clock,
): () => Promise<T> {
  let asked: Promise<T> | undefined
  let until = 0
  const keep = async (): Promise<T> => {
    try {
      const answer = await ask()
      until = clock() + memory.answer
      return answer
    } catch (error) {
      until = clock() + memory.failure
      throw error
    }
  }
  return () => {
    if (asked !== undefined && clock() < until) return asked
    until = Number.POSITIVE_INFINITY
    asked = keep()
    return asked
  }
}
