import { Database } from 'bun:sqlite'
import { version as packageVersion } from '../package.json'
import { builtOn, commit as commitOf } from './build-facts.ts' with { type: 'macro' }

export const version = packageVersion

/** What it was built from; null: not known. */
export const commit: string | null = commitOf()
const built = builtOn()

/** Everything that a bug report should say about the program. */
export function versionFacts() {
  const db = new Database(':memory:')
  const sqlite = db.query<{ version: string }, []>('select sqlite_version() as version').get()
  db.close()
  return {
    version,
    commit,
    built,
    bun: Bun.version,
    sqlite: sqlite?.version ?? null,
    platform: `${process.platform}-${process.arch}`,
  }
}
