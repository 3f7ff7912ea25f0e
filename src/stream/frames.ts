import type { Static } from '@sinclair/typebox'
import type { streamEvents, StreamEventName } from '../contract/stream.ts'
import type { Changes, EventCounts } from '../store/store.ts'
import { alertView, eventCountsView, integrationView, iso } from '../views.ts'

/** One event of the stream, as it is sent; the change that it tells of had this revision. */
export interface Frame {
  revision: number
  text: string
}

type DataOf<Name extends StreamEventName> = Static<(typeof streamEvents)[Name]['data']>

const encoder = new TextEncoder()

/** A comment: keeps what is between from taking the connection for dead, and tells us of a reader that is gone. */
export const heartbeat = encoder.encode(':\n\n')

/** JSON has no line breaks, so that one line of data is enough. */
export function frame<Name extends StreamEventName>(
  name: Name,
  revision: number,
  data: DataOf<Name>,
): Frame {
  return { revision, text: `id: ${revision}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n` }
}

/**
 * Comes first. Its id is where the reader is, so that one that is cut off right after it goes on from there.
 * @param now Unix ms
 * @param retryMs after how long to come again: not the same for all, or all would come at once after a restart
 */
export function readyFrame(
  position: number,
  { revision, now, retryMs }: { revision: number; now: number; retryMs: number },
): Frame {
  const ready = frame('ready', position, { revision, at: iso(now) })
  return { ...ready, text: `retry: ${Math.round(retryMs)}\n${ready.text}` }
}

/** What changed, in the order in which it did. */
export function framesOf(changes: Pick<Changes, 'alerts' | 'integrations'>, now: number): Frame[] {
  const alerts = changes.alerts.map((alert) =>
    frame('alert', alert.revision, alertView(alert, now)),
  )
  const integrations = changes.integrations.map((it) =>
    'deleted' in it
      ? frame('deleted', it.revision, { kind: 'integration', id: it.id })
      : frame('integration', it.revision, integrationView(it)),
  )
  return [...alerts, ...integrations].toSorted((a, b) => a.revision - b.revision)
}

export function countsFrame(revision: number, counts: EventCounts): Frame {
  return frame('events', revision, eventCountsView(counts))
}

export function bytesOf(frames: readonly Frame[]): Uint8Array {
  return encoder.encode(frames.map(({ text }) => text).join(''))
}

/** The same frames in pieces of about so many characters, each at least one frame. */
export function piecesOf(frames: readonly Frame[], characters: number): Frame[] {
  const pieces: Frame[] = []
  for (const { revision, text } of frames) {
    const last = pieces.at(-1)
    if (last === undefined || last.text.length + text.length > characters) {
      pieces.push({ revision, text })
    } else {
      last.text += text
      last.revision = revision
    }
  }
  return pieces
}
