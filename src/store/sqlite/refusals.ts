import type { Database } from 'bun:sqlite'
import { hourOf } from '../../core/statistics.ts'
import { cleanText } from '../../core/text.ts'
import type { Refusal, RefusalCount, Store } from '../store.ts'
import type { Orm } from './database.ts'
import { rowOf } from './ids.ts'
import { inTransaction } from './transaction.ts'

/** So many hours refusals are kept. */
const keptHours = 30 * 24

/** In the place of an integration: nobody's. */
const nobody = 0

type Row = Omit<Refusal, 'integrationId'> & { hour: number; integrationId: number }

/** What was refused, by the hour. */
export function createRefusals(db: Orm): Pick<Store, 'recordRefusals' | 'listStrayRefusals'> {
  const { $client: client } = db
  const newestHour = client.query<{ hour: number | null }, []>(
    'select max(hour) as hour from refusals',
  )
  const forget = client.query<unknown, [number]>('delete from refusals where hour < ?')
  const add = client.query<unknown, [Row]>(`
    insert into refusals (hour, integration_id, code, reason, count, last_at)
    values ($hour, $integrationId, $code, $reason, $count, $lastAt)
    on conflict (hour, integration_id, code) do update set count = count + excluded.count,
      reason = iif(excluded.last_at >= last_at, excluded.reason, reason), last_at = max(last_at, excluded.last_at)`)
  const { refusalsOf } = prepareRefusals(client)

  return {
    async recordRefusals(refusals) {
      if (refusals.length === 0) return
      const rows = refusals.map(rowFor)
      const newest = Math.max(...rows.map(({ hour }) => hour))
      await inTransaction(db, () => {
        // Once an hour is enough.
        if (newest > (newestHour.get()?.hour ?? 0)) forget.run(newest - keptHours)
        for (const row of rows) add.run(row)
      })
    },

    async listStrayRefusals(refusedSince) {
      return refusalsOf(nobody, refusedSince)
    },
  }
}

export function prepareRefusals(client: Database) {
  // With max() SQLite takes the other columns from the row that has it: the reason is the newest one.
  const counts = client.query<
    RefusalCount,
    [{ integrationId: number; hour: number; since: number }]
  >(`
    select code, reason, sum(count) as count, max(last_at) as lastAt from refusals
    where hour >= $hour and integration_id = $integrationId and last_at >= $since
    group by code order by lastAt desc, code`)
  return {
    /** Newest first. Of the hour in which it begins all are counted, if the last one came after that. */
    refusalsOf: (integrationId: number, since: number): RefusalCount[] =>
      counts.all({ integrationId, hour: hourOf(since), since }),
  }
}

function rowFor({ integrationId, code, reason, count, lastAt }: Refusal): Row {
  return {
    hour: hourOf(lastAt),
    integrationId: integrationId === null ? nobody : rowOf(integrationId, 'integration'),
    code,
    reason: cleanText(reason, 500),
    count,
    lastAt,
  }
}
