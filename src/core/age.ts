/**
 * How much time has gone by, as far as that is certain. What is removed because it is old is removed by this, and not by the clock of
 * the machine: that may be wrong by years after a start without a network or a battery, and what was removed does not come back.
 */
export interface Age {
  /** The latest time (Unix ms) that the clock ever showed; 0: it was never looked at. */
  seenAt: number
  /** ms that went by. */
  age: number
  /** ms by which the clock went further than can be certain. */
  doubted: number
}

const day = 86_400_000

/** For so long (ms) a machine is believed to have been off, or suspended: of a longer absence the rest does not count. */
export const longestAbsence = 7 * day

/**
 * @param now what the clock shows, Unix ms
 * @param ran for how long (ms) this process ran since it last looked, by a clock that does not jump; 0 when it has just started
 */
export function aged(before: Age, now: number, ran: number): Age {
  const { seenAt, age, doubted } = before
  if (seenAt === 0) return { seenAt: now, age: age + ran, doubted }
  const shown = now - seenAt
  const most = ran + longestAbsence
  return {
    // A clock that went back is not believed until it is where it was.
    seenAt: Math.max(seenAt, now),
    age: age + Math.min(Math.max(shown, ran), most),
    doubted: doubted + Math.max(0, shown - most),
  }
}
