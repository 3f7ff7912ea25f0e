import { Database } from 'bun:sqlite'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import { databaseFile, makeDataDir, makeFile } from './data-dir.ts'
import { isBusy } from './transaction.ts'

/** The lock's name in the data directory. */
export const lockFile = 'navish.lock'

/** Held by the one server of a data directory. */
export interface DataDirLock {
  /** From now on a start without its database is refused: it would be another, empty one in the place of the old. */
  markUsed(): void
  unlock(): void
}

/**
 * Makes this process the only server of a data directory. The lock is SQLite's own on a small file, so the system lets go of it
 * however the process ends. Throws `conflict` when another process has it, `failed` when the database that was here is gone, unless
 * whoever asks will put one in its place.
 */
export function lockDataDir(dataDir: string, mayBeGone = false): DataDirLock {
  makeDataDir(dataDir)
  const file = join(dataDir, lockFile)
  makeFile(file)
  const db = new Database(file)
  const lock = () => {
    try {
      db.run('begin exclusive')
    } catch (cause) {
      if (!isBusy(cause)) throw cause
      throw new AppError('conflict', `Another Navish serves ${dataDir} already.`, { cause })
    }
  }
  try {
    db.run('pragma busy_timeout = 0')
    lock()
    const isUsed = versionOf(db) > 0
    if (isUsed && !mayBeGone) mustExist(join(dataDir, databaseFile), file)
    return {
      markUsed() {
        if (isUsed) return
        db.run('pragma user_version = 1')
        db.run('commit')
        lock()
      },
      unlock: () => db.close(),
    }
  } catch (error) {
    db.close()
    throw error
  }
}

/** Makes this process the only one that makes a backup of a data directory. Throws `conflict`. */
export function lockBackups(dataDir: string): { unlock(): void } {
  const file = join(dataDir, 'backup.lock')
  makeFile(file)
  const db = new Database(file)
  try {
    db.run('pragma busy_timeout = 0')
    db.run('begin exclusive')
    return { unlock: () => db.close() }
  } catch (cause) {
    db.close()
    if (!isBusy(cause)) throw cause
    throw new AppError('conflict', `Another backup of ${dataDir} is being made.`, { cause })
  }
}

function versionOf(db: Database): number {
  return db.query<{ user_version: number }, []>('pragma user_version').get()?.user_version ?? 0
}

/** Whether another process serves a data directory. Asks without making a file, and keeps nobody from starting for longer than that takes. */
export function isServed(dataDir: string): boolean {
  const file = join(dataDir, lockFile)
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return false
  using db = new Database(file, { readonly: true })
  try {
    db.run('pragma busy_timeout = 0')
    db.query('select 1 from sqlite_schema').all()
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw error
  }
}

function mustExist(database: string, lock: string): void {
  if ((statSync(database, { throwIfNoEntry: false })?.size ?? 0) > 0) return
  throw new AppError(
    'failed',
    `${database} is gone, or empty. Put it back, or put a backup in its place with "navish restore"; to begin anew, remove ${lock} too.`,
  )
}
