/** What drained events leave in memory. Left to itself the runtime lets it grow with the memory of the machine, far beyond what is needed. */
export interface Garbage {
  /** To be called after a batch of so many events; it takes some ms, so only `whileIdle`. */
  collect(events: number, whileIdle: boolean): void
}

/** Few enough to bound what is left, and enough that collecting takes only a fiftieth of the time. */
const eventsBetween = 5_000

export function createGarbage(collectAll: () => void): Garbage {
  let left = 0
  return {
    collect(events, whileIdle) {
      left += events
      if (!whileIdle || left < eventsBetween) return
      left = 0
      collectAll()
    },
  }
}
