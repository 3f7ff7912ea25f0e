import type { Log } from '../../log.ts'
import type { Origins } from './address.ts'

/**
 * Says in the log, once, that a proxy passes requests on which is not trusted: then all people behind it look like one to the limits of
 * signing in and to the audit log. It may as well be a client that makes something up, so nothing else follows.
 */
export function tellStrayProxy(origins: Origins, log: Log): Origins {
  let isTold = false
  return (incoming) => {
    const origin = origins(incoming)
    if (!isTold && !origin.isFromProxy && incoming.request.headers.has('x-forwarded-for')) {
      isTold = true
      log.warn('proxy not trusted', {
        peer: incoming.peer,
        help: 'if that is your reverse proxy, name its network in NAVISH_TRUSTED_PROXIES',
      })
    }
    return origin
  }
}
