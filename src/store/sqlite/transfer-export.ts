import type { TransferRecord, TransferStore, Wanted } from '../transfer.ts'
import type { Orm } from './database.ts'
import type { Segments } from './segments.ts'
import { createAlertExport } from './transfer-export-alerts.ts'
import { createEventExport } from './transfer-export-events.ts'
import { createSettingsExport } from './transfer-export-settings.ts'

/** Takes out what is kept, in one transaction that only reads: whatever others commit meanwhile is not in it. */
export function createExport(db: Orm, segments: Segments): Pick<TransferStore, 'exportAll'> {
  const { $client: client } = db

  function* pagesOf(wanted: Wanted): Generator<TransferRecord[]> {
    const settings = createSettingsExport(db)
    if (wanted.settings) yield settings.beforeIntegrations()
    yield settings.integrations()
    if (wanted.settings) yield settings.afterIntegrations()
    if (wanted.alerts) {
      const alerts = createAlertExport(client)
      // What is remembered of a key says what becomes of its alerts elsewhere.
      yield* alerts.keys()
      yield* alerts.alerts()
    }
    if (wanted.events) yield* createEventExport(client, segments).pages()
  }

  return {
    async *exportAll(wanted) {
      client.run('begin deferred')
      try {
        yield* pagesOf(wanted)
      } finally {
        client.run('commit')
      }
    },
  }
}
