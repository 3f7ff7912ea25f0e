import { Database } from 'bun:sqlite'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'

/**
 * Makes this process the only server of a data directory. The lock is SQLite's own on a small file, so the system lets go of it
 * however the process ends. Throws `conflict` when another process has it.
 * @returns what lets go of it
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const file = join(dataDir, 'navish.lock')
  closeSync(openSync(file, 'a', 0o600))
  const db = new Database(file)
  try {
    db.run('pragma busy_timeout = 0')
    db.run('begin exclusive')
  } catch (cause) {
    db.close()
    throw new AppError('conflict', `Another Navish serves ${dataDir} already.`, { cause })
  }
  return () => db.close()
}
