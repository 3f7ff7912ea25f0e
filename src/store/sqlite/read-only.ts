import { constants, Database } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AppError } from '../../errors.ts'
import type { Store } from '../store.ts'
import { databaseFile } from './data-dir.ts'
import { unwatchedOrm } from './database.ts'
import { pendingMigrations } from './migrate.ts'
import { readMigrations } from './migrations.ts' with { type: 'macro' }
import { createSqliteStore } from './store.ts'

/** A database that is looked at, and not changed. */
export interface Look {
  history: 'same' | 'older' | 'newer or another'
  /** null unless it is of this version: others may be kept otherwise. Only what reads works. */
  store: Store | null
  freeBytes: number
  /** What `quick_check` finds to be wrong, or with `full` what `integrity_check` and `foreign_key_check` do; mostly nothing. */
  damage(full: boolean): string[]
  /** The newest moment that stands in it (Unix ms). */
  newestAt(): number | null
  close(): void
}

/**
 * Opens the database of a data directory without making or changing a file, where that can be: as if it were on a read-only disk while
 * nobody else has it open (https://www.sqlite.org/uri.html, "immutable"). After a crash its log is read, too. Throws what SQLite throws.
 */
export function lookInto(dataDir: string): Look {
  const path = join(dataDir, databaseFile)
  const isAtRest = ![`${path}-wal`, `${path}-shm`].some((each) => existsSync(each))
  const url = pathToFileURL(path)
  if (isAtRest) url.searchParams.set('immutable', '1')
  const client = new Database(url.href, constants.SQLITE_OPEN_READONLY | constants.SQLITE_OPEN_URI)
  try {
    client.run('pragma busy_timeout = 5000')
    return lookThrough(client)
  } catch (error) {
    client.close()
    throw error
  }
}

function lookThrough(client: Database): Look {
  const numberOf = (sql: string) => Number(client.query<[number], []>(sql).values()[0]?.[0] ?? 0)
  const textsOf = (sql: string) =>
    client
      .query<unknown[], []>(sql)
      .values()
      .map((row) => row.map(String).join(' '))
  const history = historyOf(client)
  return {
    history,
    store: history === 'same' ? createSqliteStore(unwatchedOrm(client)) : null,
    freeBytes: numberOf('pragma freelist_count') * numberOf('pragma page_size'),

    damage(full) {
      const found = textsOf(full ? 'pragma integrity_check(10)' : 'pragma quick_check(10)')
      const dangling = full ? textsOf('pragma foreign_key_check') : []
      return [...found.filter((text) => text !== 'ok'), ...dangling.slice(0, 10)]
    },

    newestAt() {
      const found = client
        .query<{ at: number | null }, []>(`
        select max(at) as at from (
          select at from heartbeat union all
          select received_at as at from (select received_at from events order by id desc limit 1))`)
        .get()
      return found?.at ?? null
    },

    close: () => client.close(),
  }
}

function historyOf(client: Database): Look['history'] {
  try {
    return pendingMigrations(client, readMigrations()).length === 0 ? 'same' : 'older'
  } catch (error) {
    if (error instanceof AppError) return 'newer or another'
    throw error
  }
}
