import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { AppError } from '../../errors.ts'
import type { IntegrationRecord } from '../transfer.ts'
import type { Orm } from './database.ts'
import { idOf } from './ids.ts'
import { createRevisions } from './revisions.ts'
import { integrations, integrationSecrets, integrationTokens } from './schema.ts'
import type { Became, Placed } from './transfer-became.ts'

type Row = typeof integrations.$inferSelect

/**
 * An integration from an import: the one with one of its tokens, else the one of its name, else a new one. What is there keeps its
 * tokens and secrets, and gets those of the file, too. To be called in a transaction.
 */
export function createIntegrationImport(db: Orm) {
  const revisions = createRevisions(db.$client)

  function rowWithToken({ tokens }: IntegrationRecord): Row | undefined {
    const hashes = tokens.map(({ hash }) => hash)
    if (hashes.length === 0) return undefined
    const owners = db
      .selectDistinct({ id: integrationTokens.integrationId })
      .from(integrationTokens)
      .where(inArray(integrationTokens.hash, hashes))
      .all()
    if (owners.length > 1) {
      throw new AppError(
        'conflict',
        `The tokens of one integration of the file are those of ${owners.length} here.`,
      )
    }
    const [owner] = owners
    return owner && db.select().from(integrations).where(eq(integrations.id, owner.id)).get()
  }

  /** One that was deleted is the same only if it was created at the same moment. */
  function rowNamed({ name, createdAt, deletedAt }: IntegrationRecord, taken: Set<number>) {
    const isLike =
      deletedAt === null
        ? isNull(integrations.deletedAt)
        : and(eq(integrations.createdAt, createdAt), eq(integrations.deletedAt, deletedAt))
    return db
      .select()
      .from(integrations)
      .where(and(eq(integrations.name, name), isLike))
      .orderBy(asc(integrations.id))
      .all()
      .find(({ id }) => !taken.has(id))
  }

  /** What Navish itself tells of stands under one that is deleted from the beginning: there is one of it. */
  function itself({ name, createdAt, deletedAt }: IntegrationRecord): Row | undefined {
    if (name !== 'Navish' || deletedAt !== createdAt) return undefined
    const isIt = and(
      eq(integrations.name, name),
      eq(integrations.deletedAt, integrations.createdAt),
    )
    return db.select().from(integrations).where(isIt).get()
  }

  function add(
    { name, createdAt, revokedAt, deletedAt, silentAfter }: IntegrationRecord,
    now: number,
  ) {
    return db
      .insert(integrations)
      .values({
        name,
        source: 'sentry',
        createdAt,
        revokedAt,
        deletedAt,
        silentAfter,
        watchedSince: silentAfter === null ? null : now,
        revision: revisions.next(),
      })
      .returning()
      .get()
  }

  function change(row: Row, { name, silentAfter }: IntegrationRecord, now: number): boolean {
    if (row.deletedAt !== null) return false
    if (row.name === name && row.silentAfter === silentAfter) return false
    const isBegun = row.silentAfter === null && silentAfter !== null
    db.update(integrations)
      .set({ name, silentAfter, ...(isBegun && { watchedSince: now }), revision: revisions.next() })
      .where(eq(integrations.id, row.id))
      .run()
    return true
  }

  /** @returns whether there was any that was not here */
  function addCredentials(
    integrationId: number,
    { tokens, clientSecrets }: IntegrationRecord,
  ): boolean {
    const known = new Set(
      db
        .select({ hash: integrationTokens.hash })
        .from(integrationTokens)
        .where(eq(integrationTokens.integrationId, integrationId))
        .all()
        .map(({ hash }) => hash),
    )
    const secrets = new Set(
      db
        .select({ secret: integrationSecrets.secret })
        .from(integrationSecrets)
        .where(eq(integrationSecrets.integrationId, integrationId))
        .all()
        .map(({ secret }) => secret),
    )
    const newTokens = tokens.filter(({ hash }) => !known.has(hash))
    const newSecrets = clientSecrets.filter(({ secret }) => !secrets.has(secret))
    for (const token of newTokens)
      db.insert(integrationTokens)
        .values({ integrationId, ...token })
        .run()
    for (const secret of newSecrets)
      db.insert(integrationSecrets)
        .values({ integrationId, ...secret })
        .run()
    return newTokens.length + newSecrets.length > 0
  }

  return (record: IntegrationRecord, { ids, taken, now }: Placed & { now: number }): Became => {
    const before = rowWithToken(record) ?? itself(record) ?? rowNamed(record, taken)
    const row = before ?? add(record, now)
    taken.add(row.id)
    ids.set(record.id, idOf(row.id))
    // What was revoked or deleted here stays so: nobody lets it in again by an old file.
    const isOver = before !== undefined && (before.revokedAt !== null || before.deletedAt !== null)
    const isChanged = before !== undefined && change(before, record, now)
    const isAdded = !isOver && addCredentials(row.id, record)
    if (before === undefined) return 'created'
    if (isAdded && !isChanged) {
      db.update(integrations)
        .set({ revision: revisions.next() })
        .where(eq(integrations.id, row.id))
        .run()
    }
    return isChanged || isAdded ? 'updated' : 'skipped'
  }
}
