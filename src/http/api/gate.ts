import type { Operation } from '../../contract/operation.ts'
import { includes } from '../../core/account.ts'
import { AppError } from '../../errors.ts'
import type { CrossSite } from '../auth/cross-site.ts'
import type { Caller, Identify, Incoming } from '../caller.ts'

export interface GateParts {
  identify: Identify
  crossSite: CrossSite
}

/** Lets in who may. Throws `unauthorized` for a stranger and `forbidden` for who may not, before anything else is looked at. */
export type Gate = (
  incoming: Incoming,
  role: Exclude<Operation['role'], 'public'>,
) => Promise<Caller>

export function createGate({ identify, crossSite }: GateParts): Gate {
  return async (incoming, role) => {
    const caller = await identify(incoming)
    if (caller === null) {
      throw new AppError(
        'unauthorized',
        'Sign in, or send an API token as "Authorization: Bearer nva_…" ("navish token create" makes one).',
      )
    }
    if (role !== 'anyone' && !includes(caller.actor.role, role)) {
      throw new AppError('forbidden', `This needs the role ${role}; you are ${caller.actor.role}.`)
    }
    crossSite(incoming.request, caller.by)
    return caller
  }
}
