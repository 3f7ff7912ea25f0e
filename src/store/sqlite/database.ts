import { Database } from 'bun:sqlite'
import { drizzle, type BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite'
import { existsSync, lstatSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import { explained, isCut, mustBeWhole, mustNotBeginAnew } from './condition.ts'
import { databaseFile, makeDataDir, makeFile } from './data-dir.ts'
import { watchFiles, type Files } from './files.ts'
import type { LogIndex } from './log-index.ts'
import { isNew, pendingMigrations } from './migrate.ts'
import { readMigrations } from './migrations.ts' with { type: 'macro' }
import type { Migration } from './migrations.ts'
import { commitForGood } from './transaction.ts'
import { applyPending, mustNotBeNewer } from './upgrade.ts'

export type Orm = BunSQLiteDatabase & {
  $client: Database
  /** Throws when the files are not the ones that were opened, or are visibly damaged. */
  mustBeIntact(): void
  index: LogIndex
  /** It gives room back to the disk, down to this size (bytes). */
  letShrink(size: number): void
  close(): void
}

export interface OpenOptions {
  /** The folder that holds `navish.db`, or `:memory:`. */
  dataDir: string
  /** Make the folder and the database if they are not there, and apply migrations. Else a missing or old one is an error. */
  prepare: boolean
  now: number
  /** Told of the migrations that were applied to a database with content. */
  onUpgraded?(names: string[]): void
  /** For tests: a history other than the built-in one. */
  migrations?: readonly Migration[]
}

/**
 * Opens the database with the settings that durability rests on.
 * Throws `not_found` (nothing there), `configuration` (another history) or `failed` (needs an upgrade that only `serve` makes, is
 * damaged, cannot be opened).
 */
export function openDatabase(options: OpenOptions): Orm {
  const file = locate(options)
  if (file !== inMemory) mustNotBeginAnew(file)
  if (file !== inMemory) mustNotBeNewer(file, options.migrations ?? readMigrations())
  const isDoubtful = file !== inMemory && isCut(file)
  const client = new Database(file, { strict: true, readwrite: true, create: true })
  try {
    configure(client)
    upgrade(client, options)
    if (isDoubtful) mustBeWhole(client, file)
    // From here on waiting is for transaction.ts, which lets everything else go on meanwhile.
    client.run('pragma busy_timeout = 50')
    const files =
      file === inMemory
        ? unwatched
        : watchFiles(file, options.prepare ? leastSize(client, file) : 0)
    const { mustBeIntact, index, letShrink } = files
    const close = () => {
      client.close()
      files.close()
    }
    const extras = { mustBeIntact, index, letShrink, close }
    return Object.assign(drizzle({ client, casing: 'snake_case' }), extras)
  } catch (error) {
    client.close()
    throw explained(error, options.dataDir)
  }
}

const inMemory = ':memory:'
const unwatched: Files = {
  mustBeIntact() {},
  index: { mustBeWhole() {}, mend() {} },
  letShrink() {},
  close() {},
}

/** For whoever only looks into a database that was opened for reading: its files are not watched. */
export function unwatchedOrm(client: Database): Orm {
  const extras = { ...unwatched, close: () => client.close() }
  return Object.assign(drizzle({ client, casing: 'snake_case' }), extras)
}

function locate({ dataDir, prepare }: OpenOptions): string {
  if (dataDir === inMemory) return dataDir
  const file = join(dataDir, databaseFile)
  mustBeNoLink(file)
  if (existsSync(file)) return file
  if (!prepare) {
    const what = existsSync(dataDir) ? 'There is no database in' : 'There is no data directory at'
    throw new AppError(
      'not_found',
      `${what} ${dataDir}. Start "navish serve" once to create it, or say where it is with --data-dir or NAVISH_DATA_DIR.`,
    )
  }
  makeDataDir(dataDir)
  // SQLite gives its other files the mode of this one.
  makeFile(file)
  return file
}

/** SQLite has the log of what a link leads to beside that; the lock, and what takes the place of a database, would be beside the link. */
function mustBeNoLink(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return
  throw new AppError(
    'configuration',
    `${file} is a link: say with --data-dir or NAVISH_DATA_DIR which folder the database itself is in. The folder may be a link.`,
  )
}

/** A database file does not get shorter by itself, unless a server that was killed had given back room that is still to be cut off. */
function leastSize(client: Database, file: string): number {
  const pages = client.query<{ page_count: number }, []>('pragma page_count').get()?.page_count
  const size = client.query<{ page_size: number }, []>('pragma page_size').get()?.page_size
  const said = (pages ?? 0) * (size ?? 0)
  return said < statSync(file).size ? said : Infinity
}

function configure(client: Database): void {
  // First of all, because the next pragma may already have to wait for another process.
  client.run('pragma busy_timeout = 5000')
  // A new database can give room back to the disk while it is open; one that is there stays as it was made. It costs a commit of
  // intake a page more in the log, and neither intake nor the drain any time that could be measured.
  const isEmpty =
    client.query<{ page_count: number }, []>('pragma page_count').get()?.page_count === 0
  if (isEmpty) client.run('pragma auto_vacuum = incremental')
  client.run('pragma journal_mode = wal')
  commitForGood(client)
  client.run('pragma foreign_keys = on')
  client.run('pragma trusted_schema = off')
  // Savepoints and sorts must not need a writable folder elsewhere.
  client.run('pragma temp_store = memory')
  // 16 MiB, so that the alerts that are spoken of stay in memory (the default is 2).
  client.run('pragma cache_size = -16384')
  client.run(`pragma journal_size_limit = ${64 * 1024 * 1024}`)
}

function upgrade(client: Database, options: OpenOptions): void {
  const migrations = options.migrations ?? readMigrations()
  const pending = pendingMigrations(client, migrations)
  if (pending.length === 0) return
  if (!options.prepare) {
    throw new AppError(
      'failed',
      'This database is of an older version of Navish. Start "navish serve" once to upgrade it.',
    )
  }
  const hasContent = options.dataDir !== inMemory && !isNew(client)
  applyPending(client, pending, { folder: hasContent ? options.dataDir : null, now: options.now })
  if (hasContent) options.onUpgraded?.(pending.map(({ name }) => name))
}
