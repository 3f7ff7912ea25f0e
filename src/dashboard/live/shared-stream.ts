import type { Frame } from './frames.ts'
import { createStream, type Connection, type Stream, type StreamParts } from './stream.ts'

/** What the tab that follows tells the others, and what they ask it. */
type Message =
  | { is: 'frame'; frame: Frame }
  /** A frame that says that it is told from now on, whatever others know. */
  | { is: 'beginning'; frame: Frame }
  | { is: 'connection'; connection: Connection }
  | { is: 'refused' }
  /** How is it now? */
  | { is: 'hello' }
  /** Try again at once. */
  | { is: 'retry' }

export interface SharedStreamParts extends Omit<StreamParts, 'lastId'> {
  /** What time it is at the server, ISO 8601. */
  serverTime: () => string
  /** By which tabs agree on who follows; undefined: they cannot, as on a page that did not come from a secure address. */
  locks: Locks | undefined
}

/** What there is of `navigator.locks`. */
export interface Locks {
  request(
    name: string,
    options: { signal: AbortSignal },
    work: () => Promise<void>,
  ): Promise<unknown>
}

/** Everything may be different from what is known: ask anew. */
const reload: Frame = { event: 'reload', data: '{}', id: null }

/**
 * The stream for all tabs of a browser together: one of them follows and tells the others, because over HTTP/1.1 a browser opens six
 * connections to a server, and a tab would hold one. When that tab is closed another one goes on from where it was. Where tabs cannot
 * agree on that each follows by itself.
 *
 * Gives the frames of the server, and a `reload` of its own wherever some were missed: after the first `ready`, because what a tab
 * asked for before that may be older, whatever it was told meanwhile.
 */
export function createSharedStream(parts: SharedStreamParts): Stream {
  const { url, locks } = parts
  const name = `navish stream ${url}`
  let state: Connection = { state: 'connecting' }
  let channel: BroadcastChannel | null = null
  let leave: AbortController | null = null
  let isLeading = false
  let lastId: string | null = null
  let isWelcome = false

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
  const say = (message: Message) => channel?.postMessage(message)
  const stream = createStream({
    url,
    lastId: () => lastId,
    onFrame(frame) {
      // It could not say from where to go on.
      const isBeginning = frame.event === 'ready' && lastId === null
      say({ is: isBeginning ? 'beginning' : 'frame', frame })
      take(frame)
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

  function take(frame: Frame): void {
    if (frame.id !== null) lastId = frame.id
    if (frame.event === 'ready') state = { state: 'live' }
    parts.onFrame(frame)
    if (frame.event !== 'ready' || isWelcome) return
    isWelcome = true
    parts.onFrame(reload)
  }

  function become(connection: Connection): void {
    state = connection
    parts.onConnection(connection)
  }

  function hear(message: Message): void {
    switch (message.is) {
      case 'frame':
        if (!isLeading) take(message.frame)
        return
      case 'beginning':
        isWelcome &&= isLeading
        if (!isLeading) take(message.frame)
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
      say({ is: 'frame', frame: { event: 'ready', data, id: lastId } })
    } else {
      say({ is: 'connection', connection: state })
    }
  }

  /** Leads as soon as nobody else does, until it is closed. */
  async function lead(leaving: AbortSignal): Promise<void> {
    try {
      await locks?.request(name, { signal: leaving }, async () => {
        isLeading = true
        stream.open()
        await new Promise((resolve) => leaving.addEventListener('abort', resolve))
      })
    } catch {
      // It was closed before it was its turn.
    }
  }

  function join(): void {
    channel = new BroadcastChannel(name)
    channel.addEventListener('message', ({ data }) => hear(data as Message))
    leave = new AbortController()
    void lead(leave.signal)
    say({ is: 'hello' })
  }

  return {
    open() {
      if (locks === undefined || isLeading) stream.open()
      else if (channel === null) join()
      else say({ is: 'retry' })
    },
    close() {
      leave?.abort()
      stream.close()
      channel?.close()
      channel = null
      isLeading = false
      lastId = null
      isWelcome = false
      state = { state: 'connecting' }
    },
  }
}
