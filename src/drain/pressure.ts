import type { Clock } from '../clock.ts'

/** How much intake needs the processor. */
export interface Pressure {
  /** To be called when so many events were committed together. */
  arrived(events: number): void
  /** Whether events arrived a moment ago, and more may come. */
  isActive(): boolean
  /** Whether so many send at once that intake uses most of what the drain leaves of the processor. */
  isPressed(): boolean
  /** Runs the drain, whose own work must not look like pressure. */
  leaveOut<T>(work: () => Promise<T>): Promise<T>
}

export interface PressureParts {
  /** Processor time that this process has used, in ms. */
  cpu: Clock
  /** Ms. */
  monotonic: Clock
}

/** Looked at over so many ms. */
const span = 100
/** Of the time that the drain left over, intake used this share, in commits of so many events on average. */
const pressing = { share: 0.65, together: 16 }

export function createPressure({ cpu, monotonic }: PressureParts): Pressure {
  const start = () => ({
    at: monotonic(),
    cpu: cpu(),
    drain: { time: 0, cpu: 0 },
    commits: 0,
    events: 0,
  })
  let current = start()
  let pressed = false
  let lastArrival = -Infinity

  return {
    arrived(events) {
      lastArrival = monotonic()
      current.commits += 1
      current.events += events
    },

    isActive: () => monotonic() - lastArrival < span,

    isPressed() {
      const passed = monotonic() - current.at
      if (passed < span) return pressed
      const used = cpu() - current.cpu - current.drain.cpu
      pressed =
        used > (passed - current.drain.time) * pressing.share &&
        current.events >= current.commits * pressing.together
      current = start()
      return pressed
    },

    async leaveOut(work) {
      const before = { at: monotonic(), cpu: cpu() }
      try {
        return await work()
      } finally {
        current.drain.time += monotonic() - before.at
        current.drain.cpu += cpu() - before.cpu
      }
    },
  }
}
