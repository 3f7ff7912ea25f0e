import type { Database } from 'bun:sqlite'
import type { Store } from '../store.ts'
import { idOf } from './ids.ts'

/** Asked for every request, or for those together that arrive together. */
export function createSenders(client: Database): Pick<Store, 'findSender'> {
  const tokens = client.query<{ integration: number; expiresAt: number | null }, [string]>(
    'select integration_id as integration, expires_at as expiresAt from integration_tokens where hash = ?',
  )
  const integrations = client.query<{ revokedAt: number | null }, [number]>(
    'select revoked_at as revokedAt from integrations where id = ?',
  )
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

  return {
    async findSender(hash, now) {
      const token = tokens.get(hash)
      if (token === null || !isValid(token.integration, token.expiresAt, now)) return undefined
      const { integration } = token
      if (integrations.get(integration)?.revokedAt !== null) return undefined
      return {
        integrationId: idOf(integration),
        secrets: secrets.all(integration, now).map(({ secret }) => secret),
      }
    },
  }
}
