import { AppError } from '../../errors.ts'
import type {
  SettingsImport,
  SettingsImported,
  SettingsKind,
  SettingsRecord,
  Tallied,
  TransferStore,
} from '../transfer.ts'
import { createAuditWriter } from './audit.ts'
import type { Orm } from './database.ts'
import { inTransaction } from './transaction.ts'
import { createChannelImport } from './transfer-import-channels.ts'
import { createIntegrationImport } from './transfer-import-integrations.ts'
import { createPersonImport } from './transfer-import-people.ts'
import { createRuleImport } from './transfer-import-rules.ts'
import type { Became } from './transfer-became.ts'

/** Thrown to undo what was only to be tried. */
class Rehearsed extends Error {}

/** Puts in what people set, in one transaction. */
export function createSettingsImport(db: Orm): Pick<TransferStore, 'importSettings'> {
  function putAll({ records, now }: SettingsImport): SettingsImported {
    const { putSettings, putPerson } = createPersonImport(db)
    const putIntegration = createIntegrationImport(db)
    const { putChannel, putFallback } = createChannelImport(db)
    const { putRule, putSilence } = createRuleImport(db)
    const counts = emptyCounts()
    const integrations = new Map<string, string>()
    const channels = new Map<string, string>()
    const taken = {
      integrations: new Set<number>(),
      channels: new Set<number>(),
      rules: new Set<number>(),
    }
    const refer = {
      integration: (id: string) => found(integrations, id, 'integration'),
      channel: (id: string) => found(channels, id, 'channel'),
    }

    function put(record: SettingsRecord): Became {
      switch (record.record) {
        case 'settings':
          return putSettings(record)
        case 'person':
          return putPerson(record)
        case 'integration':
          return putIntegration(record, { ids: integrations, taken: taken.integrations, now })
        case 'channel':
          return putChannel(record, { ids: channels, taken: taken.channels })
        case 'rule':
          return putRule(record, refer, taken.rules)
        case 'silence':
          return putSilence(record, refer)
      }
    }

    const became = new Map(records.map((record) => [record, put(record)]))
    for (const [record, what] of became) {
      // One may fall back to another that comes after it.
      const isMoved = record.record === 'channel' && putFallback(record, refer)
      counts[record.record][isMoved && what === 'skipped' ? 'updated' : what] += 1
    }
    return { counts, integrations }
  }

  return {
    async importSettings(asked) {
      let imported: SettingsImported | undefined
      try {
        await inTransaction(db, () => {
          imported = putAll(asked)
          if (asked.rehearse) throw new Rehearsed()
          createAuditWriter(db.$client)(asked.audit)
        })
      } catch (error) {
        if (!(error instanceof Rehearsed)) throw error
      }
      if (imported === undefined) throw new Error('nothing was imported')
      return imported
    },
  }
}

function found(ids: ReadonlyMap<string, string>, id: string, what: string): string {
  const known = ids.get(id)
  if (known !== undefined) return known
  throw new AppError(
    'invalid_request',
    `Something refers to the ${what} ${JSON.stringify(id)}, which is not there.`,
  )
}

function emptyCounts(): Record<SettingsKind, Tallied> {
  const none = () => ({ created: 0, updated: 0, skipped: 0 })
  return {
    settings: none(),
    person: none(),
    integration: none(),
    channel: none(),
    rule: none(),
    silence: none(),
  }
}
