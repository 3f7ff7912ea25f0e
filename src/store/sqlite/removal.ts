import type { Removable, Removed, Removing, RetentionStore } from '../retention.ts'
import type { Orm } from './database.ts'
import { createAlertRemover } from './remove-alerts.ts'
import { createDeliveryRemover } from './remove-deliveries.ts'
import { createEventRemover } from './remove-events.ts'
import { createKeyRemover } from './remove-keys.ts'
import { createPayloadRemover } from './remove-payloads.ts'
import { createSilenceRemover } from './remove-silences.ts'
import type { Segments } from './segments.ts'
import { inBackgroundTransaction } from './transaction.ts'

/** Removes some of one kind, in a transaction that is open. */
export type Remover = (asked: Removing) => Removed

/** Removes what there is no room for any more. All of it can be done again, so nothing waits for the disk. */
export function createRemoval(db: Orm, segments: Segments): Pick<RetentionStore, 'removeSome'> {
  const { $client: client } = db
  const removers: Record<Removable, Remover> = {
    deliveries: createDeliveryRemover(client),
    alerts: createAlertRemover(client),
    events: createEventRemover(client),
    payloads: createPayloadRemover(client, segments),
    keys: createKeyRemover(client),
    silences: createSilenceRemover(client),
  }
  return {
    async removeSome(what, asked) {
      return inBackgroundTransaction(db, () => removers[what](asked))
    },
  }
}
