import { Database } from 'bun:sqlite'
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import { asking, takeCensus } from './census.ts'
import { databaseFile, makeFile } from './data-dir.ts'
import { applyMigration, pendingMigrations } from './migrate.ts'
import type { Migration } from './migrations.ts'
import { mustHaveRoom } from './free-space.ts'
import { mustBeSound } from './soundness.ts'
import { syncPath } from './sync.ts'

/** How many backups of upgrades stay: each is as large as the database was. */
const kept = 3

/**
 * Throws `configuration` for a database of a newer version, or of another history, before anything in its folder is changed: it is
 * opened only to be read.
 */
export function mustNotBeNewer(file: string, migrations: readonly Migration[]): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) return
  let db: Database | undefined
  try {
    db = new Database(file, { strict: true, readonly: true })
    db.run('pragma busy_timeout = 5000')
    pendingMigrations(db, migrations)
  } catch (error) {
    // What else is wrong is said by whoever opens it to work with it.
    if (error instanceof AppError) throw error
  } finally {
    db?.close()
  }
}

/**
 * Applies what is pending. Before that the database is copied beside itself, and the copy is checked: `navish-before-0003_name.db` is what a
 * downgrade goes back to. It stays also when a migration fails; when all is well, those of the oldest upgrades make room.
 * @param folder null: there is no file
 */
export function applyPending(
  client: Database,
  pending: readonly Migration[],
  { folder, now }: { folder: string | null; now: number },
): void {
  if (folder !== null && pending[0] !== undefined) backUp(client, folder, pending[0])
  for (const migration of pending) applyMigration(client, migration, now)
  if (folder !== null) makeRoom(folder)
}

function backUp(client: Database, folder: string, { name }: Migration): void {
  const file = join(folder, databaseFile)
  const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0
  // A migration may write all of it anew.
  mustHaveRoom(folder, 2 * (sizeOf(file) + sizeOf(`${file}-wal`)), 'The upgrade of the database')
  const target = join(folder, `navish-before-${name}.db`)
  const unfinished = `${target}.part`
  removePart(unfinished)
  makeFile(unfinished)
  try {
    aloneWith(file, () => {
      client.query('vacuum into ?').run(unfinished)
      mustBeSound(unfinished, {
        expected: takeCensus(asking(client)),
        called: 'The copy of the database before its upgrade',
      })
    })
    syncPath(unfinished)
    renameSync(unfinished, target)
    syncPath(folder)
  } finally {
    removePart(unfinished)
  }
}

/** While nobody else writes, so that what is copied and what is counted is the same. */
function aloneWith(file: string, work: () => void): void {
  const other = new Database(file, { readwrite: true, create: false })
  try {
    other.run('pragma busy_timeout = 5000')
    other.run('begin immediate')
    work()
    other.run('rollback')
  } finally {
    other.close()
  }
}

function makeRoom(folder: string): void {
  const backups = readdirSync(folder)
    .filter((name) => /^navish-before-\d{4}_\w+\.db$/.test(name))
    .map((name) => join(folder, name))
    .map((path) => ({ path, at: statSync(path).mtimeMs }))
    .toSorted((a, b) => b.at - a.at)
  for (const { path } of backups.slice(kept)) rmSync(path, { force: true })
}

function removePart(part: string): void {
  for (const beside of ['', '-journal']) rmSync(part + beside, { force: true })
}
