import type { Frame } from './frames.ts'
import { createStream, type Connection, type Stream, type StreamParts } from './stream.ts'

/** What the tab that follows tells the others, and what they ask it. */
type Message =
  | { is: 'frame'; frame: Frame }
  | { is: 'connection'; connection: Connection }
  | { is: 'refused' }
  /** How is it now? */
  | { is: 'hello' }
  /** Try again at once. */
  | { is: 'retry' }

export interface SharedStreamParts extends StreamParts {
  /** What time it is at the server, ISO 8601. */
  serverTime: () => string
}

/**
 * The stream for all tabs of a browser together: one of them follows and tells the others, because over HTTP/1.1 a browser opens six
 * connections to a server, and a tab would hold one. When that tab is closed another one goes on from where it was. Only pages from
 * a secure address can agree on that: elsewhere each tab follows by itself.
 */
export function createSharedStream(parts: SharedStreamParts): Stream {
  const { locks } = navigator as { locks?: LockManager }
  if (locks === undefined) return createStream(parts)

  const name = `navish stream ${parts.url}`
  let state: Connection = { state: 'connecting' }
  let channel: BroadcastChannel | null = null
  let leave: AbortController | null = null
  let isLeading = false

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
  const say = (message: Message) => channel?.postMessage(message)
  const stream = createStream({
    ...parts,
    onFrame(frame) {
      if (frame.event === 'ready') state = { state: 'live' }
      say({ is: 'frame', frame })
      parts.onFrame(frame)
    },
    onConnection(connection) {
      say({ is: 'connection', connection })
      become(connection)
    },
    onRefused() {
      say({ is: 'refused' })
      parts.onRefused()
    },
  })

  function become(connection: Connection): void {
    state = connection
    parts.onConnection(connection)
  }

  function hear(message: Message): void {
    switch (message.is) {
      case 'frame':
        if (isLeading) return
        if (message.frame.event === 'ready') state = { state: 'live' }
        parts.onFrame(message.frame)
        return
      case 'connection':
        if (!isLeading) become(message.connection)
        return
      case 'refused':
        if (!isLeading) parts.onRefused()
        return
      case 'hello':
        if (isLeading) welcome()
        return
      case 'retry':
        if (isLeading && state.state === 'lost') stream.open()
        return
    }
  }

  /** Tells one that came later how it is. To the others, who know, it says nothing new. */
  function welcome(): void {
    if (state.state === 'live') {
      const data = JSON.stringify({ at: parts.serverTime() })
      say({ is: 'frame', frame: { event: 'ready', data, id: parts.lastId() } })
    } else {
      say({ is: 'connection', connection: state })
    }
  }

  /** Leads as soon as nobody else does, until it is closed. */
  async function take(leaving: AbortSignal, manager: LockManager): Promise<void> {
    try {
      await manager.request(name, { signal: leaving }, async () => {
        isLeading = true
        stream.open()
        await new Promise((resolve) => leaving.addEventListener('abort', resolve))
      })
    } catch {
      // It was closed before it was its turn.
    }
  }

  return {
    open() {
      if (channel !== null) {
        if (isLeading) stream.open()
        else say({ is: 'retry' })
        return
      }
      channel = new BroadcastChannel(name)
      channel.addEventListener('message', ({ data }) => hear(data as Message))
      leave = new AbortController()
      void take(leave.signal, locks)
      say({ is: 'hello' })
    },
    close() {
      leave?.abort()
      stream.close()
      channel?.close()
      channel = null
      isLeading = false
      state = { state: 'connecting' }
    },
  }
}
