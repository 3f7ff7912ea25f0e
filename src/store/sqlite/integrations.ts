import { and, desc, eq, isNull, lt, lte, sql } from 'drizzle-orm'
import { AppError } from '../../errors.ts'
import type { Integration, NewToken, Page, Store } from '../store.ts'
import type { Orm } from './database.ts'
import { idOf, notFound, rowOf } from './ids.ts'
import { integrations, integrationSecrets, integrationTokens } from './schema.ts'
import { inTransaction } from './transaction.ts'

type Part = Pick<
  Store,
  | 'createIntegration'
  | 'listIntegrations'
  | 'showIntegration'
  | 'rotateToken'
  | 'rotateClientSecret'
  | 'revokeIntegration'
>

export function createIntegrations(db: Orm): Part {
  function show(row: number): Integration {
    const found = db.select().from(integrations).where(eq(integrations.id, row)).get()
    if (found === undefined) throw notFound('integration', idOf(row))
    const { createdAt, revokedAt, name, source } = found
    const tokens = db
      .select({
        hint: integrationTokens.hint,
        createdAt: integrationTokens.createdAt,
        expiresAt: integrationTokens.expiresAt,
      })
      .from(integrationTokens)
      .where(eq(integrationTokens.integrationId, row))
      .orderBy(desc(integrationTokens.id))
      .all()
    const clientSecrets = db
      .select({
        createdAt: integrationSecrets.createdAt,
        expiresAt: integrationSecrets.expiresAt,
      })
      .from(integrationSecrets)
      .where(eq(integrationSecrets.integrationId, row))
      .orderBy(desc(integrationSecrets.id))
      .all()
    return { id: idOf(row), name, source, createdAt, revokedAt, tokens, clientSecrets }
  }

  function mustBeLive(row: number): void {
    if (show(row).revokedAt === null) return
    throw new AppError('conflict', `Integration ${row} is revoked. Create a new one instead.`)
  }

  function addToken(integrationId: number, token: NewToken): void {
    db.insert(integrationTokens)
      .values({ integrationId, ...token, expiresAt: null })
      .run()
  }

  function addSecret(integrationId: number, secret: string, createdAt: number): void {
    db.insert(integrationSecrets)
      .values({ integrationId, secret, createdAt, expiresAt: null })
      .run()
  }

  /** Lets what is still valid end then, and what ends before that end as it was to. */
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

  /** A secret that is no longer valid is of no use to anybody but a thief. */
  function forgetSecrets(integrationId: number, now: number): void {
    db.delete(integrationSecrets)
      .where(
        and(
          eq(integrationSecrets.integrationId, integrationId),
          lte(integrationSecrets.expiresAt, now),
        ),
      )
      .run()
  }

  return {
    async createIntegration({ name, token, clientSecret, createdAt }) {
      return inTransaction(db, () => {
        const { id } = db
          .insert(integrations)
          .values({ name, source: 'sentry', createdAt, revokedAt: null })
          .returning({ id: integrations.id })
          .get()
        addToken(id, token)
        if (clientSecret !== null) {
          addSecret(id, clientSecret, createdAt)
        }
        return show(id)
      })
    },

    async listIntegrations({ limit, after }: Page) {
      const rows = db
        .select({ id: integrations.id })
        .from(integrations)
        .where(after === undefined ? undefined : lt(integrations.id, rowOf(after, 'integration')))
        .orderBy(desc(integrations.id))
        .limit(limit)
        .all()
      return rows.map(({ id }) => show(id))
    },

    async showIntegration(id) {
      return show(rowOf(id, 'integration'))
    },

    async rotateToken(id, token, expiresAt) {
      const row = rowOf(id, 'integration')
      return inTransaction(db, () => {
        mustBeLive(row)
        endAll(integrationTokens, row, expiresAt)
        addToken(row, token)
        return show(row)
      })
    },

    async rotateClientSecret(id, secret, expiresAt, now) {
      const row = rowOf(id, 'integration')
      return inTransaction(db, () => {
        mustBeLive(row)
        endAll(integrationSecrets, row, expiresAt)
        forgetSecrets(row, now)
        addSecret(row, secret, now)
        return show(row)
      })
    },

    async revokeIntegration(id, now) {
      const row = rowOf(id, 'integration')
      return inTransaction(db, () => {
        db.update(integrations)
          .set({ revokedAt: now })
          .where(and(eq(integrations.id, row), isNull(integrations.revokedAt)))
          .run()
        endAll(integrationSecrets, row, now)
        forgetSecrets(row, now)
        return show(row)
      })
    },
  }
}
