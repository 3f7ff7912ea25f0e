import { AppError, messageOf } from '../../errors.ts'
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'

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

/** Makes an empty file for its owner alone, unless it is there. */
export function makeFile(path: string): void {
  closeSync(openSync(path, 'a', 0o600))
}
