import type { Database } from 'bun:sqlite'

/** What every table holds, by its name. */
export type Census = Readonly<Record<string, Count>>

export interface Count {
  rows: number
  /**
   * The greatest id: what is only ever added to cannot end earlier without having lost something. As text, because those of FTS5 are
   * greater than a number can be here. null: it has no row, or no id.
   */
  last: string | null
}

/** Gives the rows of a query. */
export type Ask = (sql: string) => unknown[]

/** A statement that is left open would keep its database open, and its log, when that is closed. */
export function asking(db: Database): Ask {
  return (sql) => {
    using statement = db.prepare(sql)
    return statement.all()
  }
}

/**
 * Counts every table, also those of an older version, those of somebody else, and that of the ids that were given. To be called in a
 * transaction, or when nobody writes.
 */
export function takeCensus(ask: Ask): Census {
  // A virtual table has its rows in shadow tables, which are counted. A row id is only kept by all copies where it is the key.
  const tables = ask(
    `select name, (select min(name) from pragma_table_info(list.name) where pk > 0
       having count(*) = 1 and min(upper(type)) = 'INTEGER') as id
     from pragma_table_list as list
     where schema = 'main' and type in ('table', 'shadow') and name <> 'sqlite_schema'`,
  ) as { name: string; id: string | null }[]
  return Object.fromEntries(
    tables.map(({ name, id }) => {
      const last =
        id === null ? 'null' : `(select cast(max(${quoted(id)}) as text) from ${quoted(name)})`
      const [found] = ask(`select count(*) as rows, ${last} as last from ${quoted(name)}`)
      return [name, { ...(found as Count) }]
    }),
  )
}

/** What a copy has otherwise than what it is a copy of, in words; empty: nothing. */
export function differences(source: Census, copy: Census): string[] {
  const names = new Set([...Object.keys(source), ...Object.keys(copy)])
  return [...names].flatMap((name) => {
    const [one, other] = [source[name], copy[name]]
    if (one === undefined) return [`${name} is not in the database`]
    if (other === undefined) return [`${name} is not in the copy`]
    if (one.rows !== other.rows) return [`${name} has ${other.rows} of ${one.rows} rows`]
    if (one.last !== other.last) return [`${name} ends at ${other.last} and not at ${one.last}`]
    return []
  })
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
