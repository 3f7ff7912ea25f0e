import { createFrameReader, type Frame } from './frames.ts'

export type Connection =
  | { state: 'connecting' }
  | { state: 'live' }
  /** `retryAt`: Unix ms. */
  | { state: 'lost'; retryAt: number }

export interface Stream {
  /** Connects, or tries again at once. */
  open(): void
  close(): void
}

export interface StreamParts {
  url: string
  /** Where to go on; null: from now on. */
  lastId: () => string | null
  onFrame: (frame: Frame) => void
  onConnection: (connection: Connection) => void
  /** It was not let in: perhaps the session has ended. */
  onRefused: () => void
}

/** Three heartbeats of the server, ms: after so long without a byte the connection is taken for dead. */
const patience = 40_000
/** ms before it is tried again: the first time, and at most. */
const pause = { first: 1_000, most: 15_000 }

/** Follows the stream of the server, and comes back to where it was whenever the connection is lost. */
export function createStream({
  url,
  lastId,
  onFrame,
  onConnection,
  onRefused,
}: StreamParts): Stream {
  let current: AbortController | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  let failures = 0

  async function read(control: AbortController): Promise<void> {
    let watchdog = setTimeout(() => control.abort(), patience)
    try {
      const id = lastId()
      const response = await fetch(
        id === null ? url : `${url}?lastEventId=${encodeURIComponent(id)}`,
        {
          headers: { accept: 'text/event-stream' },
          signal: control.signal,
        },
      )
      if (control !== current) return
      if (response.status === 401 || response.status === 403) onRefused()
      if (response.status !== 200 || response.body === null) throw new Error('there is no stream')
      const frames = createFrameReader()
      const text = response.body.pipeThrough(new TextDecoderStream()).getReader()
      for (;;) {
        const { done, value } = await text.read()
        if (control !== current) return
        if (done) break
        clearTimeout(watchdog)
        watchdog = setTimeout(() => control.abort(), patience)
        for (const frame of frames.push(value)) {
          if (frame.event === 'ready') failures = 0
          onFrame(frame)
        }
      }
    } catch {
      // Whatever broke it: it is tried again.
    } finally {
      clearTimeout(watchdog)
    }
    if (control === current) tryAgain()
  }

  function tryAgain(): void {
    const wait = Math.min(pause.most, pause.first * 2 ** failures) * (0.75 + Math.random() / 2)
    failures += 1
    onConnection({ state: 'lost', retryAt: Date.now() + wait })
    retry = setTimeout(open, wait)
  }

  function open(): void {
    clearTimeout(retry)
    current?.abort()
    current = new AbortController()
    void read(current)
  }

  return {
    open,
    close() {
      clearTimeout(retry)
      const ending = current
      current = null
      ending?.abort()
      failures = 0
    },
  }
}
