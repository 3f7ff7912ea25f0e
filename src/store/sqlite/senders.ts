import { and, eq, gt, isNull, or, sql } from 'drizzle-orm'
import type { Store } from '../store.ts'
import type { Orm } from './database.ts'
import { idOf } from './ids.ts'
import { integrations, integrationSecrets, integrationTokens } from './schema.ts'

/** Asked for every request. */
export function createSenders(db: Orm): Pick<Store, 'findSender'> {
  const senders = db
    .select({ integrationId: integrations.id, secret: integrationSecrets.secret })
    .from(integrationTokens)
    .innerJoin(integrations, eq(integrations.id, integrationTokens.integrationId))
    .leftJoin(
      integrationSecrets,
      and(
        eq(integrationSecrets.integrationId, integrations.id),
        or(
          isNull(integrationSecrets.expiresAt),
          gt(integrationSecrets.expiresAt, sql.placeholder('now')),
        ),
      ),
    )
    .where(
      and(
        eq(integrationTokens.hash, sql.placeholder('hash')),
        isNull(integrations.revokedAt),
        or(
          isNull(integrationTokens.expiresAt),
          gt(integrationTokens.expiresAt, sql.placeholder('now')),
        ),
      ),
    )
    .prepare()

  return {
    async findSender(hash, now) {
      const rows = senders.all({ hash, now })
      const first = rows[0]
      if (first === undefined) return undefined
      return {
        integrationId: idOf(first.integrationId),
        secrets: rows.flatMap(({ secret }) => secret ?? []),
      }
    },
  }
}
