import type { Database } from 'bun:sqlite'
import type { AuditEntry } from '../accounts.ts'

/** Writes into the audit log, in the transaction of what it tells of. */
export function createAuditWriter(client: Database) {
  const insert = client.query<
    unknown,
    [
      {
        at: number
        actorKind: string
        actorId: string | null
        actorName: string
        address: string | null
        requestId: string | null
        action: string
        target: string | null
        text: string
      },
    ]
  >(`
    insert into audit_log (at, actor_kind, actor_id, actor_name, address, request_id, action, target, text)
    values ($at, $actorKind, $actorId, $actorName, $address, $requestId, $action, $target, $text)`)
  /** @param target stands in where the entry could not name it yet */
  return (entry: AuditEntry | null | undefined, target: string | null = null): void => {
    if (entry === null || entry === undefined) return
    const { at, actor, address, requestId, action, text } = entry
    insert.run({
      at,
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      address,
      requestId,
      action,
      target: entry.target ?? target,
      text,
    })
  }
}

export type AuditWriter = ReturnType<typeof createAuditWriter>
