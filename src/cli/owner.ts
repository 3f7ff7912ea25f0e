import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { addressFile } from '../address.ts'
import { AppError } from '../errors.ts'
import { databaseFile } from '../store/sqlite/data-dir.ts'

/**
 * Refuses what root would do to somebody else's data: files that root makes there, such as a new database or the key, the server could
 * not read. Throws `failed` with the line that works.
 */
export function mustBeOwner(dataDir: string, uid = process.getuid?.()): void {
  if (uid !== 0) return
  // The server is root, too, as in a container on a folder of the machine: it can read everything.
  if (ownerOf(join(dataDir, addressFile)) === 0) return
  // Of the database, if there is one: who made it runs the server. SQLite gives its own files to that owner.
  const owner = ownerOf(join(dataDir, databaseFile)) ?? ownerOf(dataDir)
  if (owner === null || owner === 0) return
  const name = nameOf(owner)
  throw new AppError(
    'failed',
    `The data in ${dataDir} belongs to ${name ?? `user ${owner}`}, and what root makes there the server cannot read. ` +
      `Run this as that user: sudo -u ${name ?? `'#${owner}'`} navish …`,
  )
}

function ownerOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.uid ?? null
}

function nameOf(uid: number): string | null {
  try {
    const entries = readFileSync('/etc/passwd', 'utf8').split('\n')
    return entries.find((entry) => entry.split(':')[2] === String(uid))?.split(':')[0] ?? null
  } catch {
    return null
  }
}
