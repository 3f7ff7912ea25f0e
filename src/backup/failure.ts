import { AppError, messageOf } from '../errors.ts'

/** What an error of SQLite or of the disk means for who wanted this file; other errors stay as they are. */
export function explainedFor(error: unknown, file: string): unknown {
  if (error instanceof AppError) return error
  const kind = kindOf(error)
  if (kind === null) return error
  const sentences = {
    full: `There is no room left for ${file}. Nothing of it was kept.`,
    damaged: `The database is damaged, and cannot be copied (${messageOf(error)}). Look for the newest backup that is whole: "navish backup list".`,
    busy: 'Another process holds the database. Try again.',
    unwritable: `${file} cannot be written: ${messageOf(error)}.`,
  }
  return new AppError('failed', sentences[kind], { cause: error })
}

type Kind = 'full' | 'damaged' | 'busy' | 'unwritable'

/** By the primary result code of SQLite (https://www.sqlite.org/rescode.html), as each of its two drivers says it, or the system's own. */
function kindOf(error: unknown): Kind | null {
  if (!(error instanceof Error) || !('code' in error)) return null
  const code = String(error.code)
  if ('errcode' in error) return kinds[Number(error.errcode) & 0xff] ?? null
  if (/^(?:ENOSPC|EDQUOT|EFBIG|SQLITE_FULL)/.test(code)) return 'full'
  if (/^SQLITE_(?:CORRUPT|NOTADB)/.test(code)) return 'damaged'
  if (code.startsWith('SQLITE_BUSY')) return 'busy'
  return /^(?:E[A-Z]+|SQLITE_(?:IOERR|READONLY|CANTOPEN).*)$/.test(code) ? 'unwritable' : null
}

const kinds: Record<number, Kind> = {
  5: 'busy',
  8: 'unwritable',
  10: 'unwritable',
  11: 'damaged',
  13: 'full',
  14: 'unwritable',
  26: 'damaged',
}
