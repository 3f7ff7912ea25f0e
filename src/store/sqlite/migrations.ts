import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One step of the database's history. */
export interface Migration {
  name: string
  sql: string
  /** SHA-256 of the SQL, hex: an edited migration is another migration. */
  hash: string
}

/**
 * Reads the migrations that drizzle-kit wrote. Imported as a macro, so that it runs when the program is built (or its source
 * is loaded) and the binary needs no folder beside it. The only place that knows drizzle-kit's layout.
 */
export function readMigrations(): Migration[] {
  const folder = join(import.meta.dir, '../../../drizzle')
  const journal = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8')) as {
    entries: { tag: string }[]
  }
  return journal.entries.map(({ tag: name }) => {
    const sql = readFileSync(join(folder, `${name}.sql`), 'utf8')
    return { name, sql, hash: createHash('sha256').update(sql).digest('hex') }
  })
}
