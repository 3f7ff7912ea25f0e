import type { Clock } from '../clock.ts'
import type { Actor } from '../core/account.ts'
import type { AuditEntry } from '../store/accounts.ts'

/**
 * Begins an entry of the audit log: who, when, from where, and what.
 * @param target to what; null where the store names it
 */
export type Audit = (action: string, text: string, target?: string | null) => AuditEntry

export function auditor(clock: Clock, { kind, id, name, address, requestId }: Actor): Audit {
  return (action, text, target = null) => ({
    at: clock(),
    actor: { kind, id, name },
    address,
    requestId,
    action,
    target,
    text,
  })
}
