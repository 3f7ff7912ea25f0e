import type { Clock } from '../clock.ts'

/**
 * Lets something happen at most once a second for each key, so that nobody can fill the disk with log lines. Keys must be few.
 * What happens is told how often it was left out before, or undefined for never.
 */
export function createLimit(clock: Clock) {
  const seen = new Map<string, { at: number; leftOut: number }>()
  return (key: string, happen: (leftOut: number | undefined) => void) => {
    const now = clock()
    const last = seen.get(key)
    if (last !== undefined && Math.abs(now - last.at) < 1000) {
      last.leftOut += 1
      return
    }
    seen.set(key, { at: now, leftOut: 0 })
    happen(last?.leftOut === 0 ? undefined : last?.leftOut)
  }
}
