// Times as people read them. Pure: what time it is, and in which zone one looks, is given.

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const units: readonly (readonly [name: string, length: number])[] = [
  ['d', day],
  ['h', hour],
  ['m', minute],
  ['s', second],
]

/** How long ago, or in how long: `12s ago`, `in 3h`; `now` within three seconds. */
export function relativeTime(at: number, now: number): string {
  const distance = Math.abs(at - now)
  if (distance < 3 * second) return 'now'
  const [name, length] = units.find(([, each]) => distance >= each) ?? ['s', second]
  const words = `${Math.trunc(distance / length)}${name}`
  return at < now ? `${words} ago` : `in ${words}`
}

/** A length of time in its largest unit, or the two largest: `4s`, `3m`, `2h 5m`, `6d 3h`. */
export function lengthOfTime(ms: number): string {
  if (ms < minute) return `${Math.max(0, Math.round(ms / second))}s`
  if (ms < hour) return `${Math.floor(ms / minute)}m`
  if (ms < day) return joined(ms, hour, 'h', minute, 'm')
  return joined(ms, day, 'd', hour, 'h')
}

function joined(ms: number, large: number, largeName: string, small: number, smallName: string) {
  const rest = Math.floor((ms % large) / small)
  const first = `${Math.floor(ms / large)}${largeName}`
  return rest === 0 ? first : `${first} ${rest}${smallName}`
}

/** Date and time to the second, with the zone: what stands behind a relative time. */
export function absoluteTime(at: number, zone?: string): string {
  return new Intl.DateTimeFormat(undefined, {
    dateStyle: 'medium',
    timeStyle: 'long',
    ...(zone !== undefined && { timeZone: zone }),
  }).format(at)
}

/** The time, with the day where that is not today. */
export function shortTime(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  return new Intl.DateTimeFormat(undefined, {
    ...(!isToday && { month: 'short', day: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at)
}

/** As a field for date and time writes it. */
export function localMinute(at: number): string {
  const date = new Date(at)
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
