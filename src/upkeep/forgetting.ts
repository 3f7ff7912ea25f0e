import type { Clock } from '../clock.ts'
import type { Store } from '../store/store.ts'
import type { Chore } from './upkeep.ts'

/** ms */
const every = 60 * 60_000

/** What has expired is gone already for everybody; this makes room. */
export function createForgetting(store: Pick<Store, 'forgetExpired'>, clock: Clock): Chore {
  let isFirst = true
  return {
    name: 'forgetting',
    async tick() {
      // A start has more urgent things to do.
      if (isFirst) {
        isFirst = false
        return every
      }
      await store.forgetExpired(clock())
      return every
    },
  }
}
