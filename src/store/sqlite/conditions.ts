import type { Database } from 'bun:sqlite'
import type { Place } from './stretch.ts'

export type Bound = string | number

/** Something that is asked of a row, in SQL. */
export interface Condition {
  sql: string
  values: readonly Bound[]
}

/** Lists ids, newest first. */
export interface Query {
  /** What the id is called. */
  id: string
  from: string
  wanted: readonly Condition[]
  /** Each once. */
  distinct?: boolean
  limit?: number
  offset?: number
}

/** Runs a query once. Preparing it costs a hundredth of a ms, and there are too many different ones to keep them. */
export function idsOf(client: Database, query: Query): number[] {
  const { id, from, wanted, distinct = false, limit = -1, offset = 0 } = query
  const { sql, values } = both(wanted)
  const statement = client.prepare<unknown, Bound[]>(
    `select ${distinct ? 'distinct ' : ''}${id} from ${from} where ${sql} order by ${id} desc limit ? offset ?`,
  )
  try {
    return statement.values(...values, limit, offset).map(([value]) => value as number)
  } finally {
    statement.finalize()
  }
}

/** All of them. */
export function both(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.map(({ sql }) => sql).join(' and ') || 'true',
    values: conditions.flatMap(({ values }) => values),
  }
}

export function between(id: string, { below, floor }: Place): Condition {
  return { sql: `${id} >= ? and ${id} < ?`, values: [floor, below] }
}

/** That it is one of these; nothing is one of none. */
export function oneOf(column: string, values: readonly Bound[]): Condition {
  return { sql: `${column} in (${values.map(() => '?').join(', ')})`, values }
}
