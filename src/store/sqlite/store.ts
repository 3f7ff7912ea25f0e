import { sql } from 'drizzle-orm'
import type { Store } from '../store.ts'
import { createAlerts } from './alerts.ts'
import { openDatabase, type OpenOptions } from './database.ts'
import { createDrain } from './drain.ts'
import { createEvents } from './events.ts'
import { createIntegrations } from './integrations.ts'
import { createOutbox } from './outbox.ts'
import { createSegments } from './segments.ts'
import { createSenders } from './senders.ts'
import { heartbeat } from './schema.ts'
import { inTransaction } from './transaction.ts'

/** The store on one SQLite file. Opens it as `openDatabase` says, with the same errors. */
export function openSqliteStore(options: OpenOptions): Store {
  const db = openDatabase(options)
  const segments = createSegments(db.$client)
  return {
    ...createIntegrations(db),
    ...createSenders(db.$client),
    ...createOutbox(db, segments),
    ...createDrain(db, segments),
    ...createEvents(db, segments),
    ...createAlerts(db),

    async probe(now) {
      await inTransaction(db, () => {
        db.insert(heartbeat)
          .values({ id: 1, at: now })
          .onConflictDoUpdate({ target: heartbeat.id, set: { at: sql`excluded.at` } })
          .run()
      })
    },

    async checkpoint() {
      db.$client.run('pragma wal_checkpoint(truncate)')
    },

    async close() {
      db.close()
    },
  }
}
