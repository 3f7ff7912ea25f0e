import { Database } from 'bun:sqlite'
import { statSync } from 'node:fs'

/** What would be missed of a database. */
export interface Content {
  /** Whether there is anything that somebody made or sent. */
  hasAny: boolean
  /** null: it cannot be read. */
  events: number | null
  alerts: number | null
}

/** Looks into a database without changing it, whatever its version, and whether or not it is whole. */
export function contentOf(file: string): Content {
  const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0
  // Not to be opened: SQLite would throw away a log without its database.
  if (sizeOf(file) === 0) {
    return sizeOf(`${file}-wal`) > 0 ? unreadable : { hasAny: false, events: 0, alerts: 0 }
  }
  try {
    const db = new Database(file, { strict: true, readonly: true })
    try {
      const one = (sql: string) => Number(db.query<unknown[], []>(sql).values()[0]?.[0] ?? 0)
      const events = one(
        `select max(seq) from sqlite_sequence where name in ('segments', 'events')`,
      )
      const alerts = one('select count(*) from alerts')
      // The first start makes an integration by itself.
      const others = one('select count(*) from integrations where id > 1') + usersIn(db)
      return { hasAny: events + alerts + others > 0, events, alerts }
    } finally {
      db.close()
    }
  } catch {
    return unreadable
  }
}

const unreadable: Content = { hasAny: true, events: null, alerts: null }

function usersIn(db: Database): number {
  const has = db.query(`select 1 from sqlite_schema where name = 'users'`).get()
  return has === null ? 0 : db.query('select 1 from users').all().length
}
