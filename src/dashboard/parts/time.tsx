import { now } from '../clock.ts'
import { absoluteTime, relativeTime } from '../time.ts'

/** A time as one reads it, with the exact one on hover. @param at ISO 8601 */
export function Time({ at }: { at: string }) {
  const time = Date.parse(at)
  return (
    <time dateTime={at} title={absoluteTime(time)}>
      {relativeTime(time, now.value)}
    </time>
  )
}
