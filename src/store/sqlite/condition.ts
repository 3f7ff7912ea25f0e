import type { Database } from 'bun:sqlite'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import { databaseFile } from './data-dir.ts'
import { isBusy, isStorageError } from './transaction.ts'

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** Throws `failed` where SQLite would begin anew without a word, and delete what is still in the log. */
export function mustNotBeginAnew(file: string): void {
  if (sizeOf(file) > 0 || sizeOf(`${file}-wal`) === 0) return
  throw new AppError(
    'failed',
    `${file} is missing or empty, but its log ${file}-wal is there, with events in it. Put the file back; or put a backup in its place with "navish restore", which keeps the log; or move the log away and begin anew.`,
  )
}

/**
 * Whether a database file is shorter than it says itself. It may be so after a crash while pages were moved into it, when the log
 * has the rest; else somebody cut it. See https://www.sqlite.org/fileformat2.html, "The Database Header".
 */
export function isCut(file: string): boolean {
  const size = sizeOf(file)
  if (size < headLength) return false
  const fd = openSync(file, 'r')
  try {
    return isShorterThanSaid(fd, size)
  } finally {
    closeSync(fd)
  }
}

const headLength = 100

/** The same of a file that is open, and has at least a head. */
export function isShorterThanSaid(fd: number, size: number): boolean {
  const header = Buffer.alloc(headLength)
  readSync(fd, header, 0, header.length, 0)
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16)
  const isPageCountValid = header.readUInt32BE(24) === header.readUInt32BE(92)
  return isPageCountValid && size < pageSize * header.readUInt32BE(28)
}

/** Reads everything once. Throws `failed` when it is not whole. */
export function mustBeWhole(client: Database, file: string): void {
  const found = client.query<{ quick_check: string }, []>('pragma quick_check(1)').get()
  if (found?.quick_check !== 'ok') throw damaged(file, undefined)
}

/** What an error of SQLite or of the disk means for who starts the server or a command in a data directory; other errors stay as they are. */
export function explained(error: unknown, dataDir: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/^SQLITE_(?:NOTADB|CORRUPT|IOERR_SHORT_READ)/.test(code)) {
    return damaged(join(dataDir, databaseFile), error)
  }
  if (isBusy(error)) {
    const said = `Another process holds the database in ${dataDir} (${code}). Try again.`
    return new AppError('failed', said, { cause: error })
  }
  if (!isStorageError(error) && !isAbout(error, dataDir)) return error
  return new AppError(
    'failed',
    `The data directory ${dataDir} cannot be used (${code}). Check that its disk is there, has room and can be written, and try again.`,
    { cause: error },
  )
}

/** Whether an error of the system is about something in a folder, and not, say, about the standard output. */
function isAbout(error: unknown, folder: string): boolean {
  return error instanceof Error && 'path' in error && String(error.path).startsWith(folder)
}

function damaged(file: string, cause: unknown): AppError {
  return new AppError(
    'failed',
    `${file} is no database, or it is damaged. Put a backup in its place with "navish restore", which keeps what is there; or move it away together with ${file}-wal and begin anew.`,
    { cause },
  )
}
