import { AppError, messageOf } from '../../errors.ts'
import { chmodSync, closeSync, fchownSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The database's name in the data directory. */
export const databaseFile = 'navish.db'

/** Makes the data directory for its owner alone. One that was there before keeps the rights that its owner gave it. */
export function makeDataDir(path: string): void {
  // The mode is given again, because the process's umask may have taken something from it.
  try {
    if (mkdirSync(path, { recursive: true, mode: 0o700 }) !== undefined) chmodSync(path, 0o700)
  } catch (cause) {
    throw new AppError(
      'configuration',
      `The data directory ${path} cannot be made: ${messageOf(cause)}`,
      { cause },
    )
  }
}

/**
 * Makes an empty file for its owner alone, unless it is there. What root makes in the folder of somebody else is theirs, as it is with the
 * files that SQLite makes: else their server could not open it.
 */
export function makeFile(path: string): void {
  let fd: number
  try {
    // One that is made by this call is no link to somewhere else.
    fd = openSync(path, 'ax', 0o600)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
    throw error
  }
  try {
    const owner = ownerOf(dirname(path))
    if (owner !== null) fchownSync(fd, owner.uid, owner.gid)
  } finally {
    closeSync(fd)
  }
}

/** Whom a folder belongs to, when this is root and they are not. */
export function ownerOf(folder: string): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const { uid, gid } = statSync(folder)
  return uid === 0 ? null : { uid, gid }
}
