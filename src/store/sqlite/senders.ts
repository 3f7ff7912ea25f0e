import type { Database } from 'bun:sqlite'
import type { Sender, Store } from '../store.ts'
import { idOf, idOrNull, notFound, rowOf } from './ids.ts'

type Part = Pick<Store, 'findSender' | 'findTokenOwner' | 'senderOf'>

/** Asked for every request, or for those together that arrive together. */
export function createSenders(client: Database): Part {
  const tokens = client.query<{ integration: number; expiresAt: number | null }, [string]>(
    'select integration_id as integration, expires_at as expiresAt from integration_tokens where hash = ?',
  )
  // What is deleted is revoked as well.
  const integrations = client.query<
    { revokedAt: number | null; deletedAt: number | null },
    [number]
  >('select revoked_at as revokedAt, deleted_at as deletedAt from integrations where id = ?')
  const rotations = client.query<{ last: number }, [number]>(
    'select max(created_at) as last from integration_tokens where integration_id = ?',
  )
  const secrets = client.query<{ secret: string }, [number, number]>(
    'select secret from integration_secrets where integration_id = ? and (expires_at is null or expires_at > ?)',
  )

  /** One that was replaced without an overlap stays invalid, even if the clock goes back. */
  function isValid(integration: number, expiresAt: number | null, now: number): boolean {
    if (expiresAt === null) return true
    return expiresAt > now && expiresAt > (rotations.get(integration)?.last ?? 0)
  }

  function senderOf(integration: number, now: number): Sender | undefined {
    if (integrations.get(integration)?.revokedAt !== null) return undefined
    return {
      integrationId: idOf(integration),
      secrets: secrets.all(integration, now).map(({ secret }) => secret),
    }
  }

  return {
    async findSender(hash, now) {
      const token = tokens.get(hash)
      if (token === null || !isValid(token.integration, token.expiresAt, now)) return undefined
      return senderOf(token.integration, now)
    },

    async findTokenOwner(hash) {
      return idOrNull(tokens.get(hash)?.integration ?? null) ?? undefined
    },

    async senderOf(id, now) {
      const row = rowOf(id, 'integration')
      const integration = integrations.get(row)
      if (integration?.deletedAt !== null) throw notFound('integration', id)
      return senderOf(row, now)
    },
  }
}
