import { eq, sql } from 'drizzle-orm'
import type { Store } from '../store.ts'
import { createAuditWriter } from './audit.ts'
import type { Orm } from './database.ts'
import { settings } from './schema-accounts.ts'
import { inTransaction } from './transaction.ts'

/** What people set while the program runs. */
export function createSettings(db: Orm): Pick<Store, 'showSettings' | 'changeSettings'> {
  const writeAudit = createAuditWriter(db.$client)
  const isPublicUrl = eq(settings.name, 'publicUrl')

  return {
    async showSettings() {
      const found = db.select().from(settings).where(isPublicUrl).get()
      return { publicUrl: found?.value ?? null }
    },

    async changeSettings({ publicUrl }, audit) {
      await inTransaction(db, () => {
        if (publicUrl === null) {
          db.delete(settings).where(isPublicUrl).run()
        } else {
          db.insert(settings)
            .values({ name: 'publicUrl', value: publicUrl })
            .onConflictDoUpdate({ target: settings.name, set: { value: sql`excluded.value` } })
            .run()
        }
        writeAudit(audit)
      })
    },
  }
}
