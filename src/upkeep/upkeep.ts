import { createLoop } from '../drain/loop.ts'
import type { Clock } from '../clock.ts'
import { errorFacts, type Log } from '../log.ts'

/** Something that `serve` looks after in the background, a little at a time. */
export interface Chore {
  /** For the log. */
  name: string
  /** Does some of it, in a few ms. @returns in how many ms to go on */
  tick(): Promise<number>
  /** Ends at once what takes longer: the server stops. */
  end?(): void
}

/** Runs chores, each by itself, as long as the server runs. */
export interface Upkeep {
  start(): void
  /** Resolves when what is under way has ended; nothing follows. */
  stop(): Promise<void>
}

export interface UpkeepParts {
  /** Monotonic, ms. */
  clock: Clock
  log: Log
}

/** ms after which a chore that failed is tried again. */
const retryDelay = 60_000

export function createUpkeep(chores: readonly Chore[], { clock, log }: UpkeepParts): Upkeep {
  const loops = chores.map(({ name, tick }) =>
    createLoop({
      tick,
      onError: (error) => log.error('chore failed', { chore: name, ...errorFacts(error) }),
      clock,
      retryDelay,
      wakeDelay: 0,
    }),
  )
  return {
    start() {
      for (const loop of loops) loop.start()
    },
    async stop() {
      for (const chore of chores) chore.end?.()
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}
