import type { KeptHeaders, NewEvent, OutboxEvent } from '../../core/event.ts'

export const encodings = ['plain', 'zstd'] as const

/** The events of one commit, packed: one line of JSON that says what each is, then their payloads, end to end. */
export type Segment = {
  /** The id of its last event. */
  id: number
  length: number
  encoding: (typeof encodings)[number]
  body: Uint8Array
}

type Packed = Pick<Segment, 'encoding' | 'body'>

/** What stands of each event in the line of JSON; the last is how many bytes its payload has. */
type Entry = [
  integrationId: number,
  receivedAt: number,
  resource: string,
  action: string | null,
  headers: KeptHeaders,
  replayKey: string | null,
  size: number,
]

/** Below this many bytes the compressor's own cost is more than what it saves. */
const worthCompressing = 512

/**
 * Packs events. Compressed together they need about a quarter of the room, since webhooks are much alike, and the time that takes
 * is won back where the pages are written, synced and moved to the database.
 */
export function packEvents(events: readonly NewEvent[]): Packed {
  const plain = plainOf(events)
  if (plain.length < worthCompressing) return { encoding: 'plain', body: plain }
  return { encoding: 'zstd', body: Bun.zstdCompressSync(plain, { level: 1 }) }
}

/** Packs them as well as it can be done in about 10 ms, beside everything else: for what is written once more, and then kept for months. */
export async function packEventsWell(events: readonly NewEvent[]): Promise<Packed> {
  return { encoding: 'zstd', body: await Bun.zstdCompress(plainOf(events), { level: 9 }) }
}

function plainOf(events: readonly NewEvent[]): Buffer<ArrayBuffer> {
  const entries = events.map((event): Entry => [
    Number(event.integrationId),
    event.receivedAt,
    event.resource,
    event.action,
    event.headers,
    event.replayKey,
    event.payload.length,
  ])
  const line = Buffer.from(`${JSON.stringify(entries)}\n`)
  return Buffer.concat([line, ...events.map(({ payload }) => payload)])
}

/** The events of a segment in the order of their ids. Their payloads share one buffer. */
export function unpackEvents({ id, length, encoding, body }: Segment): OutboxEvent[] {
  const plain = encoding === 'zstd' ? Bun.zstdDecompressSync(body) : body
  const end = plain.indexOf(lineEnd)
  const entries = JSON.parse(decoder.decode(plain.subarray(0, end))) as Entry[]
  if (entries.length !== length) throw new Error(`segment ${id} holds other events than it says`)
  let offset = end + 1
  return entries.map(
    ([integrationId, receivedAt, resource, action, headers, replayKey, size], index) => {
      const payload = plain.subarray(offset, offset + size)
      offset += size
      return {
        integrationId: String(integrationId),
        receivedAt,
        resource,
        action,
        headers,
        replayKey,
        payload,
        arrival: id - length + 1 + index,
      }
    },
  )
}

const lineEnd = '\n'.charCodeAt(0)
const decoder = new TextDecoder()
