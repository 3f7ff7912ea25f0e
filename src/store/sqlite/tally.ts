import type { Database } from 'bun:sqlite'
import { inSql } from './columns.ts'

type Row = Record<string, string | number>

/** Sums that are kept in a table, added to in memory and written once a transaction: a batch adds to the same few again and again. */
export interface Tally<R extends Row> {
  add(row: R): void
  /** Writes what was added. */
  write(): void
  /** Forgets what was added and not written. */
  forget(): void
}

export interface TallyTable<R extends Row> {
  name: string
  /** What a row is about: its primary key. */
  key: readonly (keyof R & string)[]
  /** What is added up. */
  sums: readonly (keyof R & string)[]
  /** Of what the least and the most is kept. */
  least?: readonly (keyof R & string)[]
  most?: readonly (keyof R & string)[]
  /** How many rows there may be of those that have this in common; what is beyond is added to another. */
  limit?: { within: readonly (keyof R & string)[]; rows: number; beyond: Partial<R> }
}

export function createTally<R extends Row>(client: Database, table: TallyTable<R>): Tally<R> {
  const { key, sums, least = [], most = [], limit } = table
  const statements = prepare(client, table)
  let rows = new Map<string, R>()

  function isEmpty(row: R): boolean {
    return sums.length > 0 && least.length === 0 && sums.every((name) => row[name] === 0)
  }

  function addTo(known: Row, row: Row): void {
    for (const name of sums) known[name] = Number(known[name]) + Number(row[name])
    for (const name of least) known[name] = Math.min(Number(known[name]), Number(row[name]))
    for (const name of most) known[name] = Math.max(Number(known[name]), Number(row[name]))
  }

  /** The row itself, or the one for what is beyond the limit; a row that is there is never beyond it. */
  function placed(row: R, lengths: Map<string, number>): R {
    if (limit === undefined || statements.find?.get(row)) return row
    const name = nameOf(row, limit.within)
    const length = lengths.get(name) ?? statements.count?.get(row)?.length ?? 0
    const fits = length < limit.rows
    lengths.set(name, fits ? length + 1 : length)
    return fits ? row : { ...row, ...limit.beyond }
  }

  return {
    add(row) {
      const name = nameOf(row, key)
      const known: Row | undefined = rows.get(name)
      if (known === undefined) rows.set(name, { ...row })
      else addTo(known, row)
    },

    write() {
      if (rows.size === 0) return
      const lengths = new Map<string, number>()
      for (const row of rows.values()) {
        if (!isEmpty(row)) statements.write.run(placed(row, lengths))
      }
      rows = new Map()
    },

    forget() {
      if (rows.size > 0) rows = new Map()
    },
  }
}

function prepare<R extends Row>(client: Database, table: TallyTable<R>) {
  const { name, key, sums, least = [], most = [], limit } = table
  const all = [...key, ...sums, ...least, ...most]
  const same = (columns: readonly string[]) =>
    columns.map((column) => `${inSql(column)} = $${column}`).join(' and ')
  const changes = [
    ...sums.map(inSql).map((column) => `${column} = ${column} + excluded.${column}`),
    ...least.map(inSql).map((column) => `${column} = min(${column}, excluded.${column})`),
    ...most.map(inSql).map((column) => `${column} = max(${column}, excluded.${column})`),
  ]
  const conflict = changes.length === 0 ? 'nothing' : `update set ${changes.join(', ')}`
  return {
    write: client.query<unknown, [R]>(`
      insert into ${name} (${all.map(inSql).join(', ')}) values (${all.map((column) => `$${column}`).join(', ')})
      on conflict (${key.map(inSql).join(', ')}) do ${conflict}`),
    find: limit && client.query<unknown, [R]>(`select 1 from ${name} where ${same(key)}`),
    count:
      limit &&
      client.query<{ length: number }, [R]>(
        `select count(*) as length from ${name} where ${same(limit.within)}`,
      ),
  }
}

function nameOf<R extends Row>(row: R, columns: readonly (keyof R & string)[]): string {
  let name = ''
  for (const column of columns) name += `${row[column]}\0`
  return name
}
