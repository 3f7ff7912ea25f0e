import type { OutboxEvent } from '../../core/event.ts'
import { dayOf } from '../../core/statistics.ts'

/** A segment that was read. */
export interface Piece {
  /** Of its first event and its last. */
  first: number
  last: number
  events: readonly OutboxEvent[]
  /** Of all payloads. */
  bytes: number
}

/** One event is read by unpacking all that are packed with it: that is to take about half a ms. */
const most = { events: 128, bytes: 256 * 1024 }

/** So many bytes were packed about as well when they came as they would be now. */
const largePiece = 64 * 1024

/**
 * Whether a piece can be packed together with those before it. Only what follows on them directly, because a segment has all ids from its
 * first to its last; and only what came on the same day, because a segment is removed as a whole.
 */
export function joins(group: readonly Piece[], next: Piece): boolean {
  const last = group.at(-1)
  if (last === undefined) return true
  if (isLarge(last) || isLarge(next)) return false
  const [events, bytes] = [group, [next]]
    .flat()
    .reduce(([count, sum], piece) => [count + piece.events.length, sum + piece.bytes], [0, 0] as [
      number,
      number,
    ])
  return (
    next.first === last.last + 1 &&
    dayOfPiece(next) === dayOfPiece(last) &&
    events <= most.events &&
    bytes <= most.bytes
  )
}

/** What cannot be read stays as it is. */
function isLarge({ bytes, events }: Piece): boolean {
  return bytes > largePiece || events.length === 0 || events.length > most.events / 2
}

function dayOfPiece({ events }: Piece): number {
  return dayOf(events[0]?.receivedAt ?? 0)
}
