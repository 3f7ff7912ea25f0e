import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Database } from 'bun:sqlite'
import { AppError } from '../../errors.ts'
import { explained } from './condition.ts'
import { databaseFile, makeFile } from './data-dir.ts'
import { openDatabase } from './database.ts'
import { lockDataDir } from './lock.ts'
import { canShrink } from './room.ts'
import { isBusy } from './transaction.ts'

/** Bytes before and after. */
export interface Compacted {
  before: number
  after: number
}

/**
 * Writes the database anew beside itself, without what is unused, and puts that in its place; whoever is interrupted has the old one.
 * From then on unused room goes back to the disk by itself. Throws `conflict` while a server runs or anybody else has the database open,
 * `failed` when there is not enough room, or what was written is not whole.
 */
export async function compact(dataDir: string, now: number): Promise<Compacted> {
  try {
    // First of all: else a folder would be made where there is none.
    openDatabase({ dataDir, prepare: false, now }).close()
    using stack = new DisposableStack()
    stack.adopt(lockFor(dataDir), ({ unlock }) => unlock())
    const db = stack.adopt(openDatabase({ dataDir, prepare: false, now }), (it) => it.close())
    return await rewrite(db.$client, join(dataDir, databaseFile))
  } catch (error) {
    throw explained(error, dataDir)
  }
}

function lockFor(dataDir: string): ReturnType<typeof lockDataDir> {
  try {
    return lockDataDir(dataDir)
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'conflict') throw cause
    const said = `A server uses the database in ${dataDir}: stop it first, and start it again afterwards.`
    throw new AppError('conflict', said, { cause })
  }
}

async function rewrite(client: Database, file: string): Promise<Compacted> {
  mustFoldLog(client, file)
  client.run('pragma busy_timeout = 5000')
  const before = statSync(file).size
  await mustHaveRoom(file, before)
  const target = `${file}.compact`
  rmSync(target, { force: true })
  makeFile(target)
  try {
    // Nobody writes from here on, so nothing is missing in what is read by the other connection.
    client.run('begin immediate')
    using reader = new DisposableStack()
    const copying = reader.adopt(new Database(file, { readwrite: true }), (it) => it.close())
    // Where it is so already, saying it would write.
    if (!canShrink({ $client: client })) copying.run('pragma auto_vacuum = incremental')
    copying.query('vacuum into ?').run(target)
    mustBeWhole(target)
    onDisk(target)
    renameSync(target, file)
    onDisk(dirname(file))
  } finally {
    rmSync(target, { force: true })
    client.run('rollback')
  }
  return { before, after: statSync(file).size }
}

/**
 * Takes what is in the log into the database, and does without a log until the next who opens it. Only alone can one do that, and a log that
 * somebody still holds would be taken for that of the new file, in which every page stands elsewhere.
 */
function mustFoldLog(client: Database, file: string): void {
  client.run('pragma busy_timeout = 1000')
  try {
    client.run('pragma journal_mode = delete')
    if (!existsSync(`${file}-wal`)) return
  } catch (cause) {
    if (!isBusy(cause)) throw cause
  }
  throw new AppError(
    'conflict',
    `Something else has ${file} open, such as a backup, another command or Litestream. Stop it, or wait until it is done, and try again.`,
  )
}

async function mustHaveRoom(file: string, size: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(file))
  if (bavail * bsize > size) return
  throw new AppError(
    'failed',
    `There is not enough room to write the database once more: ${size} bytes may be needed, ${bavail * bsize} are free.`,
  )
}

function mustBeWhole(path: string): void {
  using stack = new DisposableStack()
  const copy = stack.adopt(new Database(path, { readonly: true }), (it) => it.close())
  const found = copy.query<{ quick_check: string }, []>('pragma quick_check(1)').get()
  if (found?.quick_check !== 'ok')
    throw new AppError('failed', 'The new database is not whole; the old one stays.')
}

function onDisk(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
