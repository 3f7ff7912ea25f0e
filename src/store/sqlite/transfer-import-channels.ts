import { and, asc, eq, isNull } from 'drizzle-orm'
import type { ChannelRecord } from '../transfer.ts'
import type { Orm } from './database.ts'
import { idOf } from './ids.ts'
import { createRevisions } from './revisions.ts'
import { channels } from './schema-deliveries.ts'
import { isSameJson, type Became, type Placed, type Refer } from './transfer-became.ts'

const untried = { failures: 0, restsUntil: null, failingSince: null, lastFailure: null }

/** A channel from an import: the one of its kind and name, else a new one. To be called in a transaction. */
export function createChannelImport(db: Orm) {
  const revisions = createRevisions(db.$client)

  function rowNamed({ kind, name }: ChannelRecord, taken: Set<number>) {
    const isLike = and(eq(channels.kind, kind), eq(channels.name, name), isNull(channels.deletedAt))
    const rows = db.select().from(channels).where(isLike).orderBy(asc(channels.id)).all()
    return rows.find(({ id }) => !taken.has(id))
  }

  function write(id: number, change: Partial<typeof channels.$inferInsert>): void {
    db.update(channels)
      .set({ ...change, revision: revisions.next() })
      .where(eq(channels.id, id))
      .run()
  }

  return {
    putChannel(record: ChannelRecord, { ids, taken }: Placed): Became {
      const { id: said, kind, name, settings, sealed, isEnabled, createdAt } = record
      const before = rowNamed(record, taken)
      if (before === undefined) {
        const { id } = db
          .insert(channels)
          .values({
            kind,
            name,
            settings,
            sealed: sealed ?? '',
            isEnabled,
            createdAt,
            revision: revisions.next(),
          })
          .returning({ id: channels.id })
          .get()
        taken.add(id)
        ids.set(said, idOf(id))
        return 'created'
      }
      taken.add(before.id)
      ids.set(said, idOf(before.id))
      const isSame =
        (sealed === null || sealed === before.sealed) &&
        before.isEnabled === isEnabled &&
        isSameJson(before.settings, settings)
      if (isSame) return 'skipped'
      write(before.id, { settings, isEnabled, ...(sealed !== null && { sealed }), ...untried })
      return 'updated'
    },

    /** Once all channels are there. @returns whether it was another one */
    putFallback({ id: said, fallbackId }: ChannelRecord, refer: Refer): boolean {
      if (fallbackId === null) return false
      const row = Number(refer.channel(said))
      const fallback = Number(refer.channel(fallbackId))
      const before = db.select().from(channels).where(eq(channels.id, row)).get()
      if (before?.fallbackId === fallback || row === fallback) return false
      write(row, { fallbackId: fallback })
      return true
    },
  }
}
