import type { Log } from '../log.ts'
import type { Clock } from '../clock.ts'
import type { ErrorCode } from '../errors.ts'

/** Logs refused requests, at most one line a second for each code and integration, so that nobody can fill the disk with them. */
export function createRefusals(log: Log, clock: Clock) {
  const seen = new Map<string, { since: number; unlogged: number }>()
  return (code: ErrorCode, integrationId: string | undefined) => {
    const key = `${code} ${integrationId ?? ''}`
    const now = clock()
    const last = seen.get(key)
    if (last !== undefined && Math.abs(now - last.since) < 1000) {
      last.unlogged += 1
      return
    }
    seen.set(key, { since: now, unlogged: 0 })
    const alsoRefused = last?.unlogged
    log.warn('event refused', {
      code,
      integrationId,
      alsoRefused: alsoRefused === 0 ? undefined : alsoRefused,
    })
  }
}
