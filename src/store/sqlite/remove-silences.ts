import type { Database } from 'bun:sqlite'
import { prepareAges } from './ages.ts'
import type { Remover } from './removal.ts'

const chunk = 100

/** Silences that are over, for as long as alerts say that they were kept quiet by them. */
export function createSilenceRemover(client: Database): Remover {
  const { olderThan } = prepareAges(client)
  const remove = client.query<{ id: number }, [{ until: number; now: number }]>(`
    delete from silences where id in (
      select id from silences where id <= $until and ends_at <= $now order by id limit ${chunk})
    returning id`)

  return ({ limits, now }) => {
    const removed = remove.all({ until: olderThan(limits.alerts.age).silenceId, now })
    return { removed: removed.length, next: removed.length < chunk ? null : 0 }
  }
}
