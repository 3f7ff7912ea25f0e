import { now } from '../clock.ts'
import { absoluteTime, shortTime } from '../time.ts'

const instant = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/

/** A sentence of the server, whose times are told as the viewer's clock has them. */
export function Worded({ text }: { text: string }) {
  return (
    <>
      {text.split(instant).map((part, index) => {
        const at = instant.test(part) ? Date.parse(part) : Number.NaN
        return Number.isNaN(at) ? (
          part
        ) : (
          <time key={index} dateTime={part} title={absoluteTime(at)}>
            {shortTime(at, now.value)}
          </time>
        )
      })}
    </>
  )
}
