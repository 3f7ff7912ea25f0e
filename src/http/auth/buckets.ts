import type { Clock } from '../../clock.ts'

export interface BucketSize {
  /** So many at once, */
  burst: number
  /** and then one in each interval (ms). */
  interval: number
  /** Of how many keys is kept account. */
  most: number
}

/** Token buckets, one a key. A bucket that nobody uses fills up again, and then takes no memory. */
export interface Buckets {
  /** How long (ms) until there is something in the bucket: 0 when there is now. */
  wait(key: string): number
  take(key: string): void
  /** Puts back what was taken. */
  giveBack(key: string): void
}

export function createBuckets({ burst, interval, most }: BucketSize, monotonic: Clock): Buckets {
  /** When a bucket will be full again: all that has to be known of it. */
  const fullAt = new Map<string, number>()

  /**
   * Those go first from which the least was taken, and full ones before all: whoever wants an empty bucket forgotten has to empty
   * all the others first. A tenth at once, because looking for them costs time.
   */
  function makeRoom(): void {
    const fullest = [...fullAt].toSorted(([, a], [, b]) => a - b).slice(0, Math.ceil(most / 10))
    for (const [key] of fullest) fullAt.delete(key)
  }

  return {
    wait(key) {
      const missing = (fullAt.get(key) ?? 0) - monotonic()
      return Math.max(0, missing - (burst - 1) * interval)
    },

    take(key) {
      const now = monotonic()
      const at = fullAt.get(key)
      if (at === undefined && fullAt.size >= most) makeRoom()
      fullAt.set(key, Math.max(at ?? 0, now) + interval)
    },

    giveBack(key) {
      const at = fullAt.get(key)
      if (at !== undefined) fullAt.set(key, at - interval)
    },
  }
}
