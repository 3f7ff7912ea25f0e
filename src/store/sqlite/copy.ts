import { Database } from 'bun:sqlite'
import { closeSync, fdatasyncSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { takeCensus, type Census } from './census.ts'
import { makeFile } from './data-dir.ts'

/** Pages of a step, a few ms: between two of them the program may be asked to end. */
const step = 500
/** Of all pages: from here on a copy is written anew without those that hold nothing any more. */
const worthPacking = 0.1

/**
 * Copies a database that others write meanwhile, as it is at one moment, and counts it at that very moment: the copy is made within the
 * transaction that counts, so both see the same, whatever is added or deleted beside them. Nobody waits for it; only the log
 * cannot begin anew until it is done. See https://www.sqlite.org/backup.html and https://www.sqlite.org/isolation.html.
 * @param target is made for its owner alone, as one file that needs no log
 * @param onStep is called again and again; what it throws ends the copy
 */
export async function copyDatabase(
  file: string,
  target: string,
  onStep = () => {},
): Promise<Census> {
  // Loaded only here: nothing else needs it.
  const { DatabaseSync, backup } = await import('node:sqlite')
  makeFile(target)
  const written = openSync(target, 'r')
  const source = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
  let census: Census
  const progress = () => {
    // Little by little: a disk that has to take all of it at once makes those wait who write beside it.
    fdatasyncSync(written)
    onStep()
  }
  try {
    source.exec('begin')
    census = takeCensus((sql) => source.prepare(sql).all())
    onStep()
    await backup(source, target, { rate: step, progress })
    source.exec('commit')
  } finally {
    source.close()
    // Not before: to close a file lets go of all locks that this process has on it.
    closeSync(written)
  }
  settle(target)
  return census
}

/** The most bytes that a copy needs while it is made. */
export function roomForCopy(file: string): number {
  const head = Buffer.alloc(100)
  const fd = openSync(file, 'r')
  try {
    readSync(fd, head, 0, head.length, 0)
  } finally {
    closeSync(fd)
  }
  // See https://www.sqlite.org/fileformat2.html, "The Database Header"; it may be a little older than what is in the log.
  const [pages, free] = [head.readUInt32BE(28), head.readUInt32BE(36)]
  const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0
  const size = sizeOf(file) + sizeOf(`${file}-wal`)
  return free < pages * worthPacking ? size : 2 * size
}

/** Makes one file of a database that nobody has open and its log, and one without much that was deleted. */
export function settle(file: string): void {
  const db = new Database(file, { strict: true, readwrite: true })
  try {
    db.run('pragma journal_mode = delete')
    const [pages = 0, free = 0] = ['page_count', 'freelist_count'].map((name) => numberOf(db, name))
    if (free < pages * worthPacking) return
    const packed = `${file}-packed`
    rmSync(packed, { force: true })
    makeFile(packed)
    db.query('vacuum into ?').run(packed)
    db.close()
    renameSync(packed, file)
  } finally {
    db.close()
  }
}

/**
 * Has a database begin with a log, as a served one has: to change to that, the next start would have to be alone, and whoever reads it then
 * would keep it from starting.
 */
export function withLog(file: string): void {
  const db = new Database(file, { strict: true, readwrite: true })
  try {
    db.run('pragma journal_mode = wal')
  } finally {
    db.close()
  }
}

function numberOf(db: Database, pragma: string): number {
  return Number(Object.values(db.query<object, []>(`pragma ${pragma}`).get() ?? {})[0] ?? 0)
}
