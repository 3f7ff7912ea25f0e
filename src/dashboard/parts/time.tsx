import { signal } from '@preact/signals'
import { now } from '../clock.ts'
import { absoluteTime, relativeTime, shortTime } from '../time.ts'

/** Whether times are told as points in time, and not as how long ago. */
const isAbsolute = signal(false)

/** Tells all times the other way: where nothing hovers, that is the way to the exact ones. */
export function turnTimes(): void {
  isAbsolute.value = !isAbsolute.value
}

/** A time as one reads it, with the exact one on hover or a click. @param at ISO 8601 */
export function Time({ at }: { at: string }) {
  const time = Date.parse(at)
  const text = isAbsolute.value ? shortTime(time, now.value) : relativeTime(time, now.value)
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the key t does the same
    <time dateTime={at} title={absoluteTime(time)} onClick={turnTimes}>
      {text}
    </time>
  )
}
