/** One who follows the stream: what they are sent waits here until the connection takes it, and if too much waits they are cut off. */
export interface Reader {
  stream: ReadableStream<Uint8Array>
  /** Who it is, for the limit of each and for the log. */
  owner: string
  /** Every change up to this revision was told. */
  position: number
  /** When it was last looked after: asked whether it may still read, and sent a heartbeat. */
  lookedAfterAt: number
  stillValid(): Promise<boolean>
  send(bytes: Uint8Array): void
  /** Resolves when nothing waits any more, or when it is gone. */
  untilTaken(): Promise<void>
  /** Ends the stream after what waits; one that does not take that is hung up on. */
  end(): void
  isGone(): boolean
}

export interface ReaderParts {
  owner: string
  now: number
  /** Bytes that may wait. */
  room: number
  /** Whether it may still read. */
  stillValid(): Promise<boolean>
  /** Called once, whoever ended it. */
  onGone(reader: Reader): void
  onCutOff(reader: Reader): void
  /** Closes the connection if nothing of what waits is taken within a moment. */
  hangUp(): void
}

/** Backpressure is that of web streams: the server takes from the stream only what the connection takes. */
export function createReader(parts: ReaderParts): Reader {
  const { owner, now, room, stillValid, onGone, onCutOff, hangUp } = parts
  let gone = false
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  let taken = Promise.withResolvers<void>()

  const left = () => controller?.desiredSize ?? 0

  function leave(): void {
    gone = true
    taken.resolve()
    onGone(reader)
  }

  const stream = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given
      },
      // Called whenever something was taken and there is room.
      pull() {
        if (left() === room) taken.resolve()
      },
      cancel() {
        if (!gone) leave()
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: room }),
  )

  const reader: Reader = {
    stream,
    owner,
    position: 0,
    lookedAfterAt: now,
    stillValid,
    send(bytes) {
      if (gone) return
      if (bytes.length <= left()) {
        controller?.enqueue(bytes)
        return
      }
      onCutOff(reader)
      // Drops what waits.
      controller?.error(new Error('The reader was cut off.'))
      hangUp()
      leave()
    },
    untilTaken() {
      if (gone || left() === room) return Promise.resolve()
      taken = Promise.withResolvers()
      return taken.promise
    },
    end() {
      if (gone) return
      if (left() < room) hangUp()
      controller?.close()
      leave()
    },
    isGone: () => gone,
  }
  return reader
}
