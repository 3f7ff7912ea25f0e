import { and, desc, eq, isNull, lt } from 'drizzle-orm'
import { AppError } from '../../errors.ts'
import type { AuditEntry } from '../accounts.ts'
import type { Integration, Store } from '../store.ts'
import { createAuditWriter } from './audit.ts'
import type { Orm } from './database.ts'
import { foundOf } from './found.ts'
import { idOf, notFound, rowOf } from './ids.ts'
import { createCredentials } from './integration-credentials.ts'
import { integrationsOf } from './integration-row.ts'
import { createRevisions } from './revisions.ts'
import { integrations } from './schema.ts'
import { inSnapshot, inTransaction } from './transaction.ts'

type Part = Pick<
  Store,
  | 'createIntegration'
  | 'hadIntegrations'
  | 'listIntegrations'
  | 'showIntegration'
  | 'updateIntegration'
  | 'rotateToken'
  | 'rotateClientSecret'
  | 'removeClientSecrets'
  | 'revokeIntegration'
  | 'deleteIntegration'
>

/** Who may send. */
export function createIntegrations(db: Orm): Part {
  const credentials = createCredentials(db)
  const revisions = createRevisions(db.$client)
  const writeAudit = createAuditWriter(db.$client)

  function show(row: number): Integration {
    const isIt = and(eq(integrations.id, row), isNull(integrations.deletedAt))
    const [found] = integrationsOf(db, db.select().from(integrations).where(isIt).all())
    if (found === undefined) throw notFound('integration', idOf(row))
    return found
  }

  function showLive(row: number): Integration {
    const found = show(row)
    if (found.revokedAt === null) return found
    throw new AppError('conflict', `Integration ${row} is revoked. Create a new one instead.`)
  }

  /** Numbers a change and writes what else is to change. */
  function noteChange(
    row: number,
    audit: AuditEntry | undefined,
    change: Partial<typeof integrations.$inferInsert> = {},
  ): void {
    db.update(integrations)
      .set({ ...change, revision: revisions.next() })
      .where(eq(integrations.id, row))
      .run()
    writeAudit(audit, `integration ${row}`)
  }

  return {
    async createIntegration({ name, token, clientSecret, createdAt }, audit) {
      return inTransaction(db, () => {
        const { id } = db
          .insert(integrations)
          .values({ name, source: 'sentry', createdAt })
          .returning({ id: integrations.id })
          .get()
        credentials.addToken(id, token)
        if (clientSecret !== null) credentials.addSecret(id, clientSecret, createdAt)
        noteChange(id, audit)
        return show(id)
      })
    },

    async hadIntegrations() {
      return db.select({ id: integrations.id }).from(integrations).limit(1).all().length > 0
    },

    async listIntegrations({ limit, after }) {
      const isNext =
        after === undefined ? undefined : lt(integrations.id, rowOf(after, 'integration'))
      return inSnapshot(db, () => {
        const rows = db
          .select()
          .from(integrations)
          .where(and(isNull(integrations.deletedAt), isNext))
          .orderBy(desc(integrations.id))
          .limit(limit + 1)
          .all()
        return foundOf(integrationsOf(db, rows), limit)
      })
    },

    async showIntegration(id) {
      const row = rowOf(id, 'integration')
      return inSnapshot(db, () => show(row))
    },

    async updateIntegration(id, { ifRevision, ...change }, now, audit) {
      const row = rowOf(id, 'integration')
      return inTransaction(db, () => {
        const before = show(row)
        if (ifRevision !== null && before.revision > ifRevision) {
          throw new AppError(
            'precondition_failed',
            `Integration ${id} changed meanwhile: it is called ${JSON.stringify(before.name)} now.`,
          )
        }
        const { name = before.name, silentAfter = before.silentAfter } = change
        if (before.name === name && before.silentAfter === silentAfter) return before
        const isBegun = before.silentAfter === null && silentAfter !== null
        noteChange(row, audit, { name, silentAfter, ...(isBegun && { watchedSince: now }) })
        return show(row)
      })
    },

    async rotateToken(id, token, expiresAt, audit) {
      const row = rowOf(id, 'integration')
      return inTransaction(db, () => {
        showLive(row)
        credentials.endTokens(row, expiresAt)
        credentials.addToken(row, token)
        noteChange(row, audit)
        return show(row)
      })
    },

    async rotateClientSecret(id, secret, expiresAt, now, audit) {
      const row = rowOf(id, 'integration')
      return inTransaction(db, () => {
        showLive(row)
        credentials.endSecrets(row, expiresAt, now)
        credentials.addSecret(row, secret, now)
        noteChange(row, audit)
        return show(row)
      })
    },

    async removeClientSecrets(id, audit) {
      const row = rowOf(id, 'integration')
      return inTransaction(db, () => {
        showLive(row)
        if (credentials.removeSecrets(row)) noteChange(row, audit)
        return show(row)
      })
    },

    async revokeIntegration(id, now, audit) {
      const row = rowOf(id, 'integration')
      return inTransaction(db, () => {
        const before = show(row)
        if (before.revokedAt !== null) return before
        credentials.endSecrets(row, now, now)
        noteChange(row, audit, { revokedAt: now })
        return show(row)
      })
    },

    async deleteIntegration(id, now, audit) {
      const row = rowOf(id, 'integration')
      await inTransaction(db, () => {
        const { revokedAt } = show(row)
        credentials.removeSecrets(row)
        credentials.endTokens(row, now)
        noteChange(row, audit, { revokedAt: revokedAt ?? now, deletedAt: now })
      })
    },
  }
}
