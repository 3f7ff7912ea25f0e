import type { Clock } from '../../clock.ts'
import type { AuditEntry, User } from '../../store/accounts.ts'
import type { Incoming } from '../caller.ts'
import type { Origins } from './address.ts'

/** Says in an entry of the audit log what a person did with a request; `user` is a mere name when it may not be theirs. */
export type Trail = (
  incoming: Incoming,
  user: User | string,
  what: Pick<AuditEntry, 'action' | 'text'>,
) => AuditEntry

/** For signing in, where nobody is known yet who could be the caller. */
export function createTrail({ clock, origins }: { clock: Clock; origins: Origins }): Trail {
  return (incoming, user, { action, text }) => {
    const { id, name } =
      typeof user === 'string' ? { id: null, name: user } : { id: user.id, name: user.email }
    return {
      at: clock(),
      actor: { kind: 'user', id, name },
      address: origins(incoming).address,
      requestId: incoming.requestId,
      action,
      target: id === null ? null : `user ${id}`,
      text,
    }
  }
}
