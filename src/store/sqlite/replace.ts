import { Database } from 'bun:sqlite'
import {
  copyFileSync,
  existsSync,
  linkSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import { databaseFile } from './data-dir.ts'
import { syncPath } from './sync.ts'
import { isBusy } from './transaction.ts'

export type ReplaceStep = 'folded' | 'kept' | 'cleared' | 'placed'

/** What a database that was replaced is kept as. */
const keptPrefix = 'navish-before-restore-'

/**
 * Puts another database in the place of the one in a data directory, whose lock this process has, and keeps that beside. Whenever this is
 * killed, the old database is there, or the new one: the old one gets a second name first, and the new one takes the first name from it
 * in one step. Throws `conflict` when another process has the old one open.
 * @param file is whole, on the same disk, and gone afterwards
 * @param time stands in the name of what is kept
 * @returns the files that the old database is kept in; none: there was none
 */
export function replaceDatabase(
  dataDir: string,
  file: string,
  time: string,
  onStep: (step: ReplaceStep) => void = () => {},
): string[] {
  const place = join(dataDir, databaseFile)
  forgetSecondNames(dataDir, place)
  using held = foldLog(place)
  onStep('folded')
  const kept = join(dataDir, `${keptPrefix}${time}.db`)
  const all = held === null ? keepAsItIs(place, kept, onStep) : keepWhole(place, kept, onStep)
  for (const suffix of ['-wal', '-shm']) rmSync(place + suffix, { force: true })
  syncPath(dataDir)
  onStep('cleared')
  syncPath(file)
  renameSync(file, place)
  syncPath(dataDir)
  onStep('placed')
  return all
}

/**
 * Takes what is in the log into the database, so that it is one file, and makes sure that nobody else has it open: only alone may one
 * leave the log. Whoever comes meanwhile has to wait until another database is in its place, and is then refused by SQLite: a log that they
 * began beside the old one would be taken for that of the new one. @returns what keeps them waiting; null for one that cannot be read
 */
function foldLog(place: string): Database | null {
  // From what it cannot read SQLite would throw the log away.
  if (!isReadable(place)) return null
  let db: Database | undefined
  try {
    db = new Database(place, { readwrite: true, create: false })
    db.run('pragma busy_timeout = 1000')
    db.run('pragma journal_mode = delete')
    db.run('begin exclusive')
    if (!existsSync(`${place}-wal`)) return db
    db.close()
    return null
  } catch (cause) {
    db?.close()
    if (!isBusy(cause)) return null
    throw new AppError(
      'conflict',
      `Another command has ${place} open. Wait until it is done, and try again.`,
      { cause },
    )
  }
}

function isReadable(place: string): boolean {
  if (sizeOf(place) === 0) return false
  let db: Database | undefined
  try {
    db = new Database(place, { readonly: true })
    db.run('pragma busy_timeout = 1000')
    db.query('select count(*) from sqlite_schema').get()
    return true
  } catch {
    return false
  } finally {
    db?.close()
  }
}

/** The database under a second name, without ever being without the first. */
function keepWhole(place: string, kept: string, onStep: (step: ReplaceStep) => void): string[] {
  try {
    linkSync(place, kept)
  } catch (error) {
    if (existsSync(kept)) throw error
    // A file system that knows no links.
    copyFileSync(place, kept)
    syncPath(kept)
  }
  onStep('kept')
  return [kept]
}

/**
 * What cannot be opened is moved away as it is, its log with it. Killed in between, there is no database, and no server begins anew
 * without one that was there; restoring again goes on from there.
 */
function keepAsItIs(place: string, kept: string, onStep: (step: ReplaceStep) => void): string[] {
  return ['', '-wal'].flatMap((suffix) => {
    // Nothing is not kept: beside it SQLite would throw the log away.
    if (sizeOf(place + suffix) === 0) return []
    renameSync(place + suffix, kept + suffix)
    onStep('kept')
    return [kept + suffix]
  })
}

/** A restore that was killed after its first step left the database with two names. */
function forgetSecondNames(dataDir: string, place: string): void {
  const inode = statSync(place, { throwIfNoEntry: false })?.ino
  for (const name of readdirSync(dataDir)) {
    if (!name.startsWith(keptPrefix)) continue
    if (statSync(join(dataDir, name)).ino === inode) rmSync(join(dataDir, name))
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
