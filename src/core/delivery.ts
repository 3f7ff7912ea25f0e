/**
 * The life of a delivery, which is one change of one alert to be told on one channel:
 *
 * - `pending`: to be told, now or later. A crash while it is told leaves it so: it is told at least once.
 * - `sent`: the other side has taken it.
 * - `dead`: given up, after too long or because it can never work like this; a person may have it tried again, it is pending then.
 * - `quiet`: there was nothing to be told: the alert was snoozed or silenced, or what it would end was never told.
 */
export const deliveryStates = ['pending', 'sent', 'dead', 'quiet'] as const
export type DeliveryState = (typeof deliveryStates)[number]

const second = 1_000
const hour = 3_600_000

/** From the first attempt on it is tried for so long (ms); after that nobody wants to hear of it in a chat any more. */
export const longestTrying = 24 * hour

/** ms between attempts: 5 s, 15 s, 45 s, … up to an hour. */
const pauses = { first: 5 * second, factor: 3, longest: hour }

/**
 * When to try again (Unix ms) after failed attempt number `attempt` (from 1), or null to give up.
 * @param askedMs how long (ms) the other side asked to be left alone; null: it did not say
 * @param jitter from 0 up to, not including, 1: what failed together does not come back together
 */
export function nextAttemptAt(
  attempt: number,
  askedMs: number | null,
  { createdAt, now, jitter }: { createdAt: number; now: number; jitter: number },
): number | null {
  const pause = Math.min(pauses.longest, pauses.first * pauses.factor ** (attempt - 1))
  const asked = Math.min(askedMs ?? 0, pauses.longest)
  const at = now + Math.max(asked, Math.round(pause * (0.9 + 0.2 * jitter)))
  return at > createdAt + longestTrying ? null : at
}

/** No delivery is put off, and no channel rests, for longer than this (ms): what is put off for longer was put off by another clock. */
export const longestWait = 2 * pauses.longest

/** How a channel is: after failures in a row it rests, and only then one delivery tries whether it works again. */
export interface Breaker {
  /** In a row. */
  failures: number
  /** Unix ms; null: it does not rest. */
  restsUntil: number | null
}

export const closed: Breaker = { failures: 0, restsUntil: null }

/** So many failures in a row, of whichever deliveries, are the channel's and not theirs. */
const tolerated = 3
/** ms */
const rests = { first: 10 * second, factor: 2, longest: 5 * 60 * second }

/** After a failure that may pass. @param askedMs as for `nextAttemptAt` */
export function afterFailure(
  { failures: before }: Breaker,
  askedMs: number | null,
  now: number,
): Breaker {
  const failures = before + 1
  const beyond = failures - tolerated
  const rest = beyond < 0 ? 0 : Math.min(rests.longest, rests.first * rests.factor ** beyond)
  const wait = Math.max(rest, Math.min(askedMs ?? 0, hour))
  return { failures, restsUntil: wait === 0 ? null : now + wait }
}

/** ms: by then it is no hiccup. */
const hiccup = 60 * second

/** Whether so much fails on a channel that what waits for it is told on its fallback as well. */
export function isBeyondHope(
  { failures }: Breaker,
  failingSince: number | null,
  now: number,
): boolean {
  return failures >= tolerated && failingSince !== null && now - failingSince >= hiccup
}

/** So many messages (`most`) in so many ms (`within`) are told one by one on a channel; what comes on top is told together. */
export const storm = { most: 10, within: 60 * second }

/**
 * How many of those that are due are told as one, now: 1 for one alone; 0 for none yet, because more are collected.
 * @param toldAt when the last messages went out on the channel, Unix ms
 * @param due how many wait, and since when the oldest does
 */
export function togetherNow(
  toldAt: readonly number[],
  due: { count: number; since: number },
  now: number,
): number {
  const recent = toldAt.filter((at) => now - at < storm.within && at <= now)
  if (due.count === 0 || recent.length < storm.most) return Math.min(due.count, 1)
  const quietSince = Math.max(...recent)
  const isCollected = now - quietSince >= storm.within / 2 || now - due.since >= storm.within
  return isCollected ? due.count : 0
}
