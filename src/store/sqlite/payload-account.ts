import type { RetentionStore } from '../retention.ts'
import type { Orm } from './database.ts'
import { inBackgroundTransaction } from './transaction.ts'

/** So many segments are counted in a step. */
const chunk = 500

/** How much room payloads take: counted once each, behind intake, so that intake has nothing to do with it. */
export function createPayloadAccount(db: Orm): Pick<RetentionStore, 'countPayloads'> {
  const { $client: client } = db
  const some = client.query<
    { segments: number; last: number | null; payloads: number; bytes: number },
    []
  >(`
    select count(*) as segments, max(id) as last, total(length) as payloads, total(size) as bytes from (
      select id, length, length(body) as size from segments
      where id > (select counted_segments from retention) order by id limit ${chunk})`)
  const add = client.query<unknown, [{ last: number; payloads: number; bytes: number }]>(`
    update retention set counted_segments = $last, payloads = payloads + $payloads,
      payload_bytes = payload_bytes + $bytes`)

  return {
    async countPayloads() {
      const found = some.get()
      if (found === null || found.last === null) return false
      return inBackgroundTransaction(db, () => {
        const { segments, last, payloads, bytes } = some.get() ?? found
        if (last !== null) add.run({ last, payloads, bytes })
        return segments === chunk
      })
    },
  }
}
