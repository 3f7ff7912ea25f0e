/**
 * Runs a tick again and again, each time after the delay that the tick before gave back. Waking it cuts the delay short; a
 * wake during a tick is not lost but followed by another tick. A tick that throws is tried again after `retryDelay`, not sooner.
 */
export interface Loop {
  start(): void
  wake(): void
  /** Resolves when the tick that is running has ended; none follows. */
  stop(): Promise<void>
  /** When the last tick ended well, by the clock of the parts; null before the first. */
  lastTick(): number | null
  /** When the last tick ended, well or not: long ago means that one hangs. null before the first. */
  lastTurn(): number | null
}

export interface LoopParts {
  /** Does some work and says in how many ms to be called again. */
  tick(): Promise<number>
  onError(error: unknown): void
  clock(): number
  retryDelay: number
  /** In how many ms a wake is followed by a tick. */
  wakeDelay: number
  /** Replaced in tests. Calls `then` after `ms`, or right after the sockets for 0; returns what cancels it. */
  after?(ms: number, then: () => void): () => void
}

export function createLoop(parts: LoopParts): Loop {
  const after = parts.after ?? afterReal
  let state: 'stopped' | 'waiting' | 'ticking' = 'stopped'
  let woken = false
  /** The last tick threw. */
  let failed = false
  let cancel = () => {}
  let running: Promise<void> = Promise.resolve()
  let lastTick: number | null = null
  let lastTurn: number | null = null
  /** Of the wait that goes on. */
  let delay = 0

  function schedule(ms: number): void {
    state = 'waiting'
    delay = ms
    cancel = after(ms, () => {
      running = run()
    })
  }

  async function run(): Promise<void> {
    state = 'ticking'
    woken = false
    let next = parts.retryDelay
    try {
      next = await parts.tick()
      failed = false
      lastTick = parts.clock()
    } catch (error) {
      failed = true
      parts.onError(error)
    }
    lastTurn = parts.clock()
    if (stillTicking()) schedule(woken && !failed ? Math.min(next, parts.wakeDelay) : next)
  }

  // Asked through a function: stop() may have run while the tick was awaited.
  function stillTicking(): boolean {
    return state === 'ticking'
  }

  return {
    start() {
      if (state === 'stopped') schedule(0)
    },
    wake() {
      if (state === 'waiting' && !woken && !failed && delay > parts.wakeDelay) {
        cancel()
        schedule(parts.wakeDelay)
      }
      woken = true
    },
    async stop() {
      cancel()
      state = 'stopped'
      await running
    },
    lastTick: () => lastTick,
    lastTurn: () => lastTurn,
  }
}

function afterReal(ms: number, then: () => void): () => void {
  if (ms === 0) {
    const handle = setImmediate(then)
    return () => clearImmediate(handle)
  }
  const handle = setTimeout(then, ms)
  return () => clearTimeout(handle)
}
