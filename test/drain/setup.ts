import { createLoop } from '../../src/drain/loop.ts'

/** A loop whose waiting and ticking are in the hands of the test. */
export function setupLoop({ wakeDelay = 0 } = {}) {
  const timers: { ms: number; run: () => void; cancelled: boolean }[] = []
  const ticks: PromiseWithResolvers<number>[] = []
  const errors: unknown[] = []
  let now = 1000
  const loop = createLoop({
    tick() {
      const tick = Promise.withResolvers<number>()
      ticks.push(tick)
      return tick.promise
    },
    onError: (error) => errors.push(error),
    clock: () => now,
    retryDelay: 700,
    wakeDelay,
    after(ms, run) {
      const timer = { ms, run, cancelled: false }
      timers.push(timer)
      return () => {
        timer.cancelled = true
      }
    },
  })
  const waiting = () => timers.filter(({ cancelled }) => !cancelled)

  return {
    loop,
    errors,
    at: (time: number) => {
      now = time
    },
    /** How many ticks were begun. */
    begun: () => ticks.length,
    /** How long it waits now, in ms; more than one number would be more than one timer. */
    delays: () => waiting().map(({ ms }) => ms),
    /** How many waits were begun, also those that were cut short. */
    waits: () => timers.length,
    /** Lets the time pass that it waits for. */
    pass() {
      const timer = waiting().at(0)
      if (timer === undefined) throw new Error('it waits for nothing')
      timer.cancelled = true
      timer.run()
    },
    /** Ends the tick that is running. */
    async end(delay: number | Error) {
      const tick = ticks.at(-1)
      if (delay instanceof Error) tick?.reject(delay)
      else tick?.resolve(delay)
      await settled()
    },
  }
}

/** Lets everything run that waits for nothing but promises. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
}
