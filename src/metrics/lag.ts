import type { Clock } from '../clock.ts'
import type { Distribution } from './instruments.ts'

/** ms */
const every = 500

/** Notes by how much timers are late: for so long nothing else was done, no webhook either. */
export function createLag(seen: Pick<Distribution, 'add'>, monotonic: Clock) {
  let timer: ReturnType<typeof setTimeout> | undefined

  function wait(): void {
    const due = monotonic() + every
    timer = setTimeout(() => {
      seen.add(Math.max(0, monotonic() - due) / 1000)
      wait()
    }, every)
    timer.unref()
  }

  return {
    start: wait,
    stop: () => clearTimeout(timer),
  }
}
