import type { Orm } from './database.ts'

type Synchronous<T> = T extends PromiseLike<unknown> ? never : T

/**
 * Runs the work in a transaction that takes the write lock at once: one that took it only at its first write could fail there.
 * The type refuses asynchronous work, which would be committed at its first await.
 */
export function inTransaction<T>(db: Orm, work: () => Synchronous<T>): T {
  return db.$client.transaction(work).immediate()
}

/**
 * Like `inTransaction`, for what can be computed again from the outbox: its commit does not wait for the disk. Power loss may
 * undo the newest ones; the events are then pending again, because their own commit did wait.
 */
export function inRepeatableTransaction<T>(db: Orm, work: () => Synchronous<T>): T {
  db.$client.run('pragma synchronous = normal')
  try {
    return inTransaction(db, work)
  } finally {
    db.$client.run('pragma synchronous = full')
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
    client.run('rollback to step')
    client.run('release step')
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
