import type { Store } from '../store.ts'
import { openSearch } from './alert-search.ts'
import type { Orm } from './database.ts'
import { rowOf } from './ids.ts'
import { createOpenedHours } from './opened-hours.ts'
import { walk } from './stretch.ts'

/** Lists alerts from the newest to the oldest. */
export function createAlertList(db: Orm): Pick<Store, 'listAlerts'> {
  const { $client: client } = db
  const newest = client.query<{ id: number | null }, []>('select max(id) as id from alerts')
  const openedHours = createOpenedHours(client)

  return {
    async listAlerts(filter, page) {
      const { limit, after } = page
      const end = (newest.get()?.id ?? 0) + 1
      const below = after === undefined ? end : Math.min(rowOf(after, 'alert'), end)
      using search = openSearch(client, filter)
      if (search === null) return { items: [], next: null }
      const first = search.isExact ? limit + 1 : 4 * (limit + 1)
      return await walk(search, openedHours.within({ below, floor: 1 }, filter), page, first)
    },
  }
}
