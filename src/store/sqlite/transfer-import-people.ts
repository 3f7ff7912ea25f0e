import { and, eq, or, sql } from 'drizzle-orm'
import type { PersonRecord, StoredSettingsRecord } from '../transfer.ts'
import type { Orm } from './database.ts'
import { createRevisions } from './revisions.ts'
import { identities, settings, users } from './schema-accounts.ts'
import type { Became } from './transfer-became.ts'

/** The settings that are for all, and people, from an import. To be called in a transaction. */
export function createPersonImport(db: Orm) {
  const revisions = createRevisions(db.$client)

  return {
    putSettings({ publicUrl }: StoredSettingsRecord): Became {
      const isIt = eq(settings.name, 'publicUrl')
      const before = db.select().from(settings).where(isIt).get()?.value ?? null
      // One that is not set says nothing about what it is to be here.
      if (publicUrl === null || before === publicUrl) return 'skipped'
      db.insert(settings)
        .values({ name: 'publicUrl', value: publicUrl })
        .onConflictDoUpdate({ target: settings.name, set: { value: sql`excluded.value` } })
        .run()
      return before === null ? 'created' : 'updated'
    },

    /** Somebody who is there stays as they are: what they may here is not for a file to say. */
    putPerson({ identities: known, ...fields }: PersonRecord): Became {
      const { email, name, role, createdAt, disabledAt, passwordHash } = fields
      const before = db.select({ id: users.id }).from(users).where(eq(users.email, email))
      if (before.get() !== undefined) return 'skipped'
      const { id } = db
        .insert(users)
        .values({
          email,
          name,
          role,
          createdAt,
          disabledAt,
          passwordHash,
          lastSignInAt: null,
          revision: revisions.next(),
        })
        .returning({ id: users.id })
        .get()
      for (const identity of known) {
        const { issuer, subject } = identity
        const isTaken = and(
          eq(identities.issuer, issuer),
          or(eq(identities.subject, subject), eq(identities.userId, id)),
        )
        if (db.select().from(identities).where(isTaken).get() !== undefined) continue
        db.insert(identities)
          .values({ ...identity, userId: id })
          .run()
      }
      return 'created'
    },
  }
}
