import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import { makeDataDir, makeFile } from './data-dir.ts'
import { isBusy } from './transaction.ts'

/**
 * Makes this process the only server of a data directory. The lock is SQLite's own on a small file, so the system lets go of it
 * however the process ends. Throws `conflict` when another process has it.
 * @returns what lets go of it
 */
export function lockDataDir(dataDir: string): () => void {
  makeDataDir(dataDir)
  const file = join(dataDir, 'navish.lock')
  makeFile(file)
  const db = new Database(file)
  try {
    db.run('pragma busy_timeout = 0')
    db.run('begin exclusive')
  } catch (cause) {
    db.close()
    if (!isBusy(cause)) throw cause
    throw new AppError('conflict', `Another Navish serves ${dataDir} already.`, { cause })
  }
  return () => db.close()
}
