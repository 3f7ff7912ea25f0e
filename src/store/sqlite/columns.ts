import { getTableColumns, type Table } from 'drizzle-orm'

/** What to select from a table for rows with the names that the schema gives to its columns, without the ORM. */
export function columnsIn(table: Table): string {
  return Object.keys(getTableColumns(table))
    .map((name) => `${inSql(name)} as ${name}`)
    .join(', ')
}

/** A name of the schema as the database has it. */
export function inSql(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
