import type { Clock } from '../clock.ts'

/**
 * How much intake needs this process. Idle: no request came for a moment. Active: they come, and more may. Pressed: so many send
 * at once that intake uses nearly all of the time that the drain leaves.
 */
export type PressureLevel = 'idle' | 'active' | 'pressed'

export interface Pressure {
  level(): PressureLevel
  /** Runs a commit of so many events. While it waits for the disk nothing else goes on, so that is use, too. */
  commit<T>(events: number, work: () => Promise<T>): Promise<T>
  /** Runs the drain, whose own work must not look like pressure. */
  leaveOut<T>(work: () => Promise<T>): Promise<T>
}

export interface PressureParts {
  /** Processor time that this process has used, in ms. */
  cpu: Clock
  /** Ms. */
  monotonic: Clock
}

/** So long (ms) after the last event more may come. */
const moment = 100
/** What is used is looked at over so many ms: one checkpoint alone is no pressure. */
const span = 200
/** Of the time that the drain left over, intake used this share, in commits of so many events on average. */
const pressing = { share: 0.85, together: 16 }

export function createPressure({ cpu, monotonic }: PressureParts): Pressure {
  const now = () => ({ time: monotonic(), cpu: cpu() })
  const begin = () => ({
    ...now(),
    drain: { time: 0, cpu: 0 },
    commits: { time: 0, cpu: 0, number: 0, events: 0 },
  })
  let current = begin()
  let pressed = false
  let lastArrival = -Infinity

  function isPressed(): boolean {
    const passed = monotonic() - current.time
    if (passed < span) return pressed
    const { commits, drain } = current
    const computing = cpu() - current.cpu - drain.cpu - commits.cpu
    const isBusy = computing + commits.time > (passed - drain.time) * pressing.share
    pressed = isBusy && commits.number > 0 && commits.events >= commits.number * pressing.together
    current = begin()
    return pressed
  }

  async function measured<T>(what: { time: number; cpu: number }, work: () => Promise<T>) {
    const before = now()
    try {
      return await work()
    } finally {
      const after = now()
      what.time += after.time - before.time
      what.cpu += after.cpu - before.cpu
    }
  }

  return {
    level() {
      if (isPressed()) return 'pressed'
      return monotonic() - lastArrival < moment ? 'active' : 'idle'
    },

    async commit(events, work) {
      current.commits.number += 1
      current.commits.events += events
      try {
        return await measured(current.commits, work)
      } finally {
        lastArrival = monotonic()
      }
    },

    leaveOut: (work) => measured(current.drain, work),
  }
}
