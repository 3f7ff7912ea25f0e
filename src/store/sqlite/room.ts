import type { RetentionStore } from '../retention.ts'
import type { Orm } from './database.ts'
import { inBackgroundTransaction } from './transaction.ts'

/** So many pages are given back in a step: each may be one that moves. */
const pagesAtOnce = 32

/** So much stays for what comes next: room that is given back today and taken again tomorrow is only work. */
const spare = { share: 0.1, pages: 4096 }

/** Whether unused pages at the end of the file can be cut off while the database is open. */
export function canShrink({ $client: client }: Pick<Orm, '$client'>): boolean {
  return client.query<{ auto_vacuum: number }, []>('pragma auto_vacuum').get()?.auto_vacuum === 2
}

/** Gives room back to the disk, as far as the database was made for it (see database.ts). */
export function createRoom(db: Orm): Pick<RetentionStore, 'giveBackRoom'> {
  const { $client: client } = db
  const unused = client.query<{ freelist_count: number }, []>('pragma freelist_count')
  const all = client.query<{ page_count: number }, []>('pragma page_count')

  const pageSize = client.query<{ page_size: number }, []>('pragma page_size')

  function isMuch(): boolean {
    const pages = all.get()?.page_count ?? 0
    return (unused.get()?.freelist_count ?? 0) > Math.max(spare.pages, pages * spare.share)
  }

  return {
    async giveBackRoom() {
      if (!canShrink(db) || !isMuch()) return false
      return inBackgroundTransaction(db, () => {
        client.run(`pragma incremental_vacuum(${pagesAtOnce})`)
        db.letShrink((all.get()?.page_count ?? 0) * (pageSize.get()?.page_size ?? 0))
        return isMuch()
      })
    },
  }
}
