import type { Database } from 'bun:sqlite'
import type { Orm } from './database.ts'

type Synchronous<T> = T extends PromiseLike<unknown> ? never : T

/**
 * Runs the work in a transaction that takes the write lock at once: one that took it only at its first write could fail there.
 * The type refuses asynchronous work, which would be committed at its first await. While another process holds the lock it is
 * tried again for five seconds, and everything else goes on meanwhile.
 */
export async function inTransaction<T>(db: Orm, work: () => Synchronous<T>): Promise<T> {
  return whenFree(db, () => writing(db, work))
}

/**
 * Like `inTransaction`, for what can be computed again from the outbox: its commit does not wait for the disk. Power loss may
 * undo the newest ones; the events are then pending again, because their own commit did wait. The pages of an alert change again and
 * again: the rarer they are moved to the database, the fewer are moved twice.
 */
export async function inRepeatableTransaction<T>(db: Orm, work: () => Synchronous<T>): Promise<T> {
  return whenFree(db, () => lightly(db, 16_000, work))
}

/**
 * The same for what is done beside everything else, in many small steps. What is in the log is moved to the database after every few of
 * them, so that no step takes long: the pages are mostly others each time, and nothing is gained by waiting.
 */
export async function inBackgroundTransaction<T>(db: Orm, work: () => Synchronous<T>): Promise<T> {
  return whenFree(db, () => lightly(db, 1_000, work))
}

function lightly<T>(db: Orm, pagesInLog: number, work: () => Synchronous<T>): T {
  db.$client.run('pragma synchronous = normal')
  db.$client.run(`pragma wal_autocheckpoint = ${pagesInLog}`)
  try {
    return writing(db, work)
  } finally {
    commitForGood(db.$client)
  }
}

function writing<T>(db: Orm, work: () => Synchronous<T>): T {
  const careful = () => {
    try {
      const result = work() as T
      db.index.mustBeWhole()
      return result
    } catch (error) {
      db.index.mend()
      throw error
    }
  }
  return db.$client.transaction(careful).immediate()
}

/**
 * A commit that somebody waits for is on disk. It moves what is in the log to the database every 4,000 pages, which takes 40 ms;
 * four times that when the drain alone has made the log longer. A sender should not wait for more.
 */
export function commitForGood(client: Database): void {
  client.run('pragma synchronous = full')
  client.run('pragma wal_autocheckpoint = 4000')
}

/** Runs reads that must all see the same state, whatever other processes commit meanwhile. */
export function inSnapshot<T>(db: Orm, work: () => Synchronous<T>): T {
  return db.$client.transaction(work).deferred()
}

async function whenFree<T>(db: Orm, attempt: () => T): Promise<T> {
  const until = performance.now() + 5000
  for (;;) {
    db.mustBeIntact()
    try {
      return attempt()
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Runs the work so that a throw undoes only what it wrote itself. */
export function inSavepoint<T>(db: Orm, work: () => Synchronous<T>): T {
  const { $client: client } = db
  client.run('savepoint step')
  try {
    const result = work() as T
    client.run('release step')
    return result
  } catch (error) {
    // On some errors SQLite has rolled back the whole transaction already, and the savepoint is gone with it.
    if (client.inTransaction) {
      client.run('rollback to step')
      client.run('release step')
    }
    throw error
  }
}

/** Whether an error is about the database itself (disk full, locked, damaged) and not about what was being written. */
export function isStorageError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^SQLITE_(?:FULL|IOERR|READONLY|BUSY|LOCKED|CORRUPT|NOTADB|CANTOPEN|NOMEM|PROTOCOL)/.test(
    code,
  )
}

/** Whether another process holds the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}
