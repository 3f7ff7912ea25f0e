import type { Clock } from '../clock.ts'
import type { Sender, Store } from '../store/store.ts'
import { hashToken } from '../token.ts'

/**
 * Finds who sends with a token. Requests that arrive together share one look into the store: it is asked again after the turn of
 * the event loop, so what a command changes beside the server counts at once.
 */
export function createSenders(store: Pick<Store, 'findSender'>, clock: Clock) {
  const found = new Map<string, Promise<Sender | undefined>>()
  return (token: string): Promise<Sender | undefined> => {
    const known = found.get(token)
    if (known !== undefined) return known
    if (found.size === 0) setImmediate(() => found.clear())
    const asked = store.findSender(hashToken(token), clock())
    found.set(token, asked)
    return asked
  }
}
