import { signal } from '@preact/signals'

/** ms by which the clock of the server is ahead of the one of this machine, as far as that is known. */
let ahead = 0

/** What time it is by the clock of the server, Unix ms, to the millisecond. */
export const timeNow = () => Date.now() + ahead

/** The same to the second, while somebody looks. What is told of alerts is by that clock, too. */
export const now = signal(timeNow())

const tick = () => {
  now.value = timeNow()
}

/** Says what time it is at the server. @param at ISO 8601 */
export function noteServerTime(at: string): void {
  const time = Date.parse(at)
  if (!Number.isFinite(time)) return
  ahead = time - Date.now()
  tick()
}

setInterval(() => {
  if (document.visibilityState === 'visible') tick()
}, 1_000)
document.addEventListener('visibilitychange', tick)
