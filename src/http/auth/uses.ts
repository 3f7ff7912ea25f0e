import type { Clock } from '../../clock.ts'

const minute = 60_000
const most = 10_000

/** Says when a use is worth noting: once a minute for each key, also when many requests come at once. */
export function createUses(clock: Clock) {
  const noted = new Map<string, number>()
  const isFresh = (at: number | null | undefined) =>
    at !== null && at !== undefined && Math.abs(clock() - at) < minute

  /** @param lastUsedAt as it is stored */
  return (key: string, lastUsedAt: number | null): boolean => {
    if (isFresh(lastUsedAt) || isFresh(noted.get(key))) return false
    if (noted.size >= most) noted.clear()
    noted.set(key, clock())
    return true
  }
}
