import { and, desc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import { AppError } from '../../errors.ts'
import type { Integration, NewToken, Page, Sender, Store } from '../store.ts'
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
  | 'findSender'
>

export function createIntegrations(db: Orm): Part {
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
          db.insert(integrationSecrets)
            .values({ integrationId: id, secret: clientSecret, createdAt, expiresAt: null })
            .run()
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
        db.update(integrationTokens)
          .set({ expiresAt: sql`min(coalesce(expires_at, ${expiresAt}), ${expiresAt})` })
          .where(eq(integrationTokens.integrationId, row))
          .run()
        addToken(row, token)
        return show(row)
      })
    },

    async rotateClientSecret(id, secret, expiresAt, now) {
      const row = rowOf(id, 'integration')
      return inTransaction(db, () => {
        mustBeLive(row)
        db.update(integrationSecrets)
          .set({ expiresAt: sql`min(coalesce(expires_at, ${expiresAt}), ${expiresAt})` })
          .where(eq(integrationSecrets.integrationId, row))
          .run()
        db.insert(integrationSecrets)
          .values({ integrationId: row, secret, createdAt: now, expiresAt: null })
          .run()
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
        return show(row)
      })
    },

    async findSender(hash, now): Promise<Sender | undefined> {
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
