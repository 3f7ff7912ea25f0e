import { sql } from 'drizzle-orm'
import type { Store } from '../store.ts'
import { createAccounts } from './accounts.ts'
import { createAlarms } from './alarms.ts'
import { createAlertChanges } from './alert-changes.ts'
import { createAlertHistory } from './alert-history.ts'
import { createAlertList } from './alert-list.ts'
import { createAlerts } from './alerts.ts'
import { createChanges } from './changes.ts'
import { createChannels } from './channels.ts'
import { openDatabase, type OpenOptions, type Orm } from './database.ts'
import { createFallbacks } from './delivery-fallbacks.ts'
import { createDeliveryLeases } from './delivery-leases.ts'
import { createDeliveryList } from './delivery-list.ts'
import { createDeliverySettlements } from './delivery-settlements.ts'
import { createDrain } from './drain.ts'
import { createEventCounts } from './event-counts.ts'
import { createEventList } from './event-list.ts'
import { createEventReplays } from './event-replays.ts'
import { createEvents } from './events.ts'
import { createHealth } from './health.ts'
import { createIntegrations } from './integrations.ts'
import { createLevels } from './levels.ts'
import { createOutbox } from './outbox.ts'
import { createRefusals } from './refusals.ts'
import { createRetention } from './retention.ts'
import { createRules } from './rules.ts'
import { createSegments } from './segments.ts'
import { createSenders } from './senders.ts'
import { createSettings } from './settings.ts'
import { createSilences } from './silences.ts'
import { heartbeat } from './schema.ts'
import { createStatistics } from './statistics.ts'
import { inTransaction } from './transaction.ts'
import { createExport } from './transfer-export.ts'
import { createAlertImport } from './transfer-import-alerts.ts'
import { createSettingsImport } from './transfer-import-settings.ts'
import { createWatched } from './watched.ts'
import { createWords } from './words.ts'

/** The store on one SQLite file. Opens it as `openDatabase` says, with the same errors. */
export function openSqliteStore(options: OpenOptions): Store {
  return createSqliteStore(openDatabase(options))
}

/** The store on a database that is open; closing the store closes it. */
export function createSqliteStore(db: Orm): Store {
  const segments = createSegments(db.$client)
  const integrations = createIntegrations(db)
  const { createFirst, ...rules } = createRules(db)
  const { find: findChannel, ...channels } = createChannels(db, createFirst)
  const fallbacks = createFallbacks(db.$client)
  return {
    ...createAccounts(db),
    ...integrations,
    ...createHealth(db, segments, integrations),
    ...createWatched(db, segments),
    ...createRefusals(db),
    ...createSenders(db.$client),
    ...createOutbox(db, segments),
    ...createDrain(db, segments),
    ...createEventList(db, segments),
    ...createEventReplays(db, segments),
    ...createEvents(db, segments),
    ...createEventCounts(db, segments),
    ...createRetention(db, segments),
    ...createStatistics(db),
    ...createLevels(db, segments),
    ...createAlertList(db),
    ...createAlerts(db),
    ...createAlertHistory(db),
    ...createWords(db),
    ...createAlertChanges(db),
    ...createChanges(db),
    ...createSettings(db),
    ...channels,
    ...rules,
    ...createSilences(db),
    ...createAlarms(db),
    ...createDeliveryList(db),
    ...createDeliveryLeases(db, fallbacks, findChannel),
    ...createDeliverySettlements(db, fallbacks),
    ...createExport(db, segments),
    ...createSettingsImport(db),
    ...createAlertImport(db),

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
