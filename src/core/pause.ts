/** How many webhooks came in an hour (since 1970, UTC). */
export interface BusyHour {
  hour: number
  count: number
}

const length = 60 * 60_000

/** How far back it is looked: two weeks have two weekends in them. */
export const lookBack = 14 * 24

/** From so many busy hours, over so many hours, one can tell what is usual. */
const enough = { busy: 10, hours: 3 * 24 }

/**
 * The longest time (ms) without a webhook between two hours that had one, or null while too little is known to tell.
 * @param busy oldest first
 * @param now Unix ms
 */
export function longestPause(busy: readonly BusyHour[], now: number): number | null {
  const hours = busy.map(({ hour }) => hour)
  const [first] = hours
  if (first === undefined || hours.length < enough.busy) return null
  if (hourOf(now) - first < enough.hours) return null
  const pauses = hours.slice(1).map((hour, index) => hour - (hours[index] ?? hour) - 1)
  return Math.max(0, ...pauses) * length
}

/** The last 24 hours, oldest first, with those in which nothing came. Times are the beginnings of hours, Unix ms. */
export function lastDay(busy: readonly BusyHour[], now: number): { at: number; count: number }[] {
  const counts = new Map(busy.map(({ hour, count }) => [hour, count]))
  const last = hourOf(now)
  return Array.from({ length: 24 }, (_, index) => {
    const hour = last - 23 + index
    return { at: hour * length, count: counts.get(hour) ?? 0 }
  })
}

/** The hour (since 1970, UTC) of a time, Unix ms. */
export function hourOf(at: number): number {
  return Math.floor(at / length)
}
