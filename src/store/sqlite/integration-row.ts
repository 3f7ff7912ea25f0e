import { desc, inArray } from 'drizzle-orm'
import type { Integration } from '../store.ts'
import type { Orm } from './database.ts'
import { idOf } from './ids.ts'
import { integrationSecrets, integrationTokens, type integrations } from './schema.ts'

type Row = typeof integrations.$inferSelect

/** Integrations with their tokens and secrets, in the order of the rows: two queries, however many there are. */
export function integrationsOf(db: Orm, rows: readonly Row[]): Integration[] {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const tokens = db
    .select()
    .from(integrationTokens)
    .where(inArray(integrationTokens.integrationId, ids))
    .orderBy(desc(integrationTokens.id))
    .all()
  const secrets = db
    .select()
    .from(integrationSecrets)
    .where(inArray(integrationSecrets.integrationId, ids))
    .orderBy(desc(integrationSecrets.id))
    .all()
  const tokensOf = Map.groupBy(tokens, ({ integrationId }) => integrationId)
  const secretsOf = Map.groupBy(secrets, ({ integrationId }) => integrationId)
  return rows.map(({ id, name, source, createdAt, revokedAt, silentAfter, revision }) => ({
    id: idOf(id),
    name,
    source,
    createdAt,
    revokedAt,
    silentAfter,
    revision,
    tokens: (tokensOf.get(id) ?? []).map((token) => ({
      hint: token.hint,
      createdAt: token.createdAt,
      expiresAt: token.expiresAt,
    })),
    clientSecrets: (secretsOf.get(id) ?? []).map((secret) => ({
      createdAt: secret.createdAt,
      expiresAt: secret.expiresAt,
    })),
  }))
}
