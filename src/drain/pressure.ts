import type { Clock } from '../clock.ts'

/**
 * How much intake needs the processor. Idle: no request came for a moment. Active: they come, and more may. Pressed: so many send
 * at once that intake uses most of what the drain leaves of the processor.
 */
export type PressureLevel = 'idle' | 'active' | 'pressed'

export interface Pressure {
  level(): PressureLevel
  /** To be called when so many events were committed together. */
  arrived(events: number): void
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
  const begin = () => ({
    at: monotonic(),
    cpu: cpu(),
    drain: { time: 0, cpu: 0 },
    commits: 0,
    events: 0,
  })
  let current = begin()
  let pressed = false
  let lastArrival = -Infinity

  function isPressed(): boolean {
    const passed = monotonic() - current.at
    if (passed < span) return pressed
    const { commits, events, drain } = current
    const used = cpu() - current.cpu - drain.cpu
    const isBusy = used > (passed - drain.time) * pressing.share
    pressed = isBusy && commits > 0 && events >= commits * pressing.together
    current = begin()
    return pressed
  }

  return {
    level() {
      if (isPressed()) return 'pressed'
      return monotonic() - lastArrival < span ? 'active' : 'idle'
    },

    arrived(events) {
      lastArrival = monotonic()
      current.commits += 1
      current.events += events
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
