import { desc, eq, lt } from 'drizzle-orm'
import type { DeliveryStore, StoredSilence } from '../deliveries.ts'
import { createAuditWriter } from './audit.ts'
import type { Orm } from './database.ts'
import { foundOf } from './found.ts'
import { idOf, notFound, rowOf } from './ids.ts'
import { silences } from './schema-deliveries.ts'
import { inTransaction } from './transaction.ts'

type Row = typeof silences.$inferSelect

/** Of what nobody is told for a time. */
export function createSilences(
  db: Orm,
): Pick<DeliveryStore, 'createSilence' | 'listSilences' | 'endSilence'> {
  const writeAudit = createAuditWriter(db.$client)

  function show(row: number): StoredSilence {
    const found = db.select().from(silences).where(eq(silences.id, row)).get()
    if (found === undefined) throw notFound('silence', idOf(row))
    return silenceOf(found)
  }

  return {
    async createSilence(silence, audit) {
      return inTransaction(db, () => {
        const { id } = db.insert(silences).values(silence).returning({ id: silences.id }).get()
        writeAudit(audit, `silence ${id}`)
        return show(id)
      })
    },

    async listSilences({ limit, after }) {
      const rows = db
        .select()
        .from(silences)
        .where(after === undefined ? undefined : lt(silences.id, rowOf(after, 'silence')))
        .orderBy(desc(silences.id))
        .limit(limit + 1)
        .all()
      return foundOf(rows.map(silenceOf), limit)
    },

    async endSilence(id, now, audit) {
      const row = rowOf(id, 'silence')
      return inTransaction(db, () => {
        const before = show(row)
        if (before.endsAt <= now) return before
        const startsAt = Math.min(before.startsAt, now)
        db.update(silences).set({ startsAt, endsAt: now }).where(eq(silences.id, row)).run()
        writeAudit(audit, `silence ${row}`)
        return show(row)
      })
    },
  }
}

function silenceOf(row: Row): StoredSilence {
  return { ...row, id: idOf(row.id) }
}
