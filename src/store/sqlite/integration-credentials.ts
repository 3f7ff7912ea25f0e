import { and, eq, lte, sql } from 'drizzle-orm'
import type { NewToken } from '../store.ts'
import type { Orm } from './database.ts'
import { integrationSecrets, integrationTokens } from './schema.ts'

/** The tokens and client secrets of integrations. To be called in a transaction. */
export interface Credentials {
  addToken(integrationId: number, token: NewToken): void
  addSecret(integrationId: number, secret: string, createdAt: number): void
  /** Lets the tokens that are still valid end then; what ends before that ends as it was to. */
  endTokens(integrationId: number, expiresAt: number): void
  /** Does so with client secrets, and forgets those that ended. */
  endSecrets(integrationId: number, expiresAt: number, now: number): void
  /** @returns whether there was any */
  removeSecrets(integrationId: number): boolean
}

export function createCredentials(db: Orm): Credentials {
  function endAll(
    table: typeof integrationTokens | typeof integrationSecrets,
    integrationId: number,
    expiresAt: number,
  ): void {
    db.update(table)
      .set({ expiresAt: sql`min(coalesce(expires_at, ${expiresAt}), ${expiresAt})` })
      .where(eq(table.integrationId, integrationId))
      .run()
  }

  return {
    addToken(integrationId, token) {
      db.insert(integrationTokens)
        .values({ integrationId, ...token, expiresAt: null })
        .run()
    },

    addSecret(integrationId, secret, createdAt) {
      db.insert(integrationSecrets)
        .values({ integrationId, secret, createdAt, expiresAt: null })
        .run()
    },

    endTokens(integrationId, expiresAt) {
      endAll(integrationTokens, integrationId, expiresAt)
    },

    endSecrets(integrationId, expiresAt, now) {
      endAll(integrationSecrets, integrationId, expiresAt)
      const ofIntegration = eq(integrationSecrets.integrationId, integrationId)
      // A secret that is no longer valid is of no use to anybody but a thief.
      db.delete(integrationSecrets)
        .where(and(ofIntegration, lte(integrationSecrets.expiresAt, now)))
        .run()
    },

    removeSecrets(integrationId) {
      const removed = db
        .delete(integrationSecrets)
        .where(eq(integrationSecrets.integrationId, integrationId))
        .returning({ id: integrationSecrets.id })
        .all()
      return removed.length > 0
    },
  }
}
