import { readdir } from 'node:fs/promises'
import { chmodSync, lchownSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { newestAt, readBackupName, superfluous, type NamedBackup } from '../core/backup.ts'
import { AppError, messageOf } from '../errors.ts'
import { ownerOf } from '../store/sqlite/data-dir.ts'
import { lockBackups } from '../store/sqlite/lock.ts'

/** Behind the name of a file that is not whole yet. */
export const unfinished = '.part'

export interface KeptBackup extends NamedBackup {
  path: string
  bytes: number
}

/** Where backups go when nobody says where. */
export function backupFolder(config: { dataDir: string; backupDir: string | null }): string {
  return config.backupDir ?? join(config.dataDir, 'backups')
}

/** Makes the folder for its owner alone, who is that of the folder around it. One that was there stays as it is. Throws `configuration`. */
export function makeBackupFolder(folder: string): void {
  try {
    if (mkdirSync(folder, { recursive: true, mode: 0o700 }) === undefined) return
    chmodSync(folder, 0o700)
    const owner = ownerOf(dirname(folder))
    if (owner !== null) lchownSync(folder, owner.uid, owner.gid)
  } catch (cause) {
    const why = `The backup folder ${folder} cannot be made: ${messageOf(cause)}`
    throw new AppError('configuration', why, { cause })
  }
}

/** Those that Navish named itself, newest first; they got their names when they were checked. Without a folder there are none. */
export function listBackups(folder: string): KeptBackup[] {
  return namesIn(folder)
    .flatMap((name) => readBackupName(name) ?? [])
    .flatMap((backup) => {
      const path = join(folder, backup.name)
      // Another process may have made room meanwhile.
      const found = statSync(path, { throwIfNoEntry: false })
      return found?.isFile() === true ? [{ ...backup, path, bytes: found.size }] : []
    })
    .toSorted((a, b) => b.at - a.at)
}

/**
 * When the newest of them was made; null: there is none, or the folder cannot be read, which whoever makes one will say. Whoever asks
 * goes on meanwhile: the folder may be on a disk that hangs.
 */
export async function newestIn(folder: string, now: number): Promise<number | null> {
  const names = await readdir(folder).catch((): string[] => [])
  return newestAt(
    names.flatMap((name) => readBackupName(name) ?? []),
    now,
  )
}

/** Removes all but the newest, and of nothing else. @returns their names */
export function makeRoom(folder: string, keep: number, now: number): string[] {
  const old = superfluous(listBackups(folder), keep, now)
  for (const { name } of old) rmSync(join(folder, name), { force: true })
  return old.map(({ name }) => name)
}

/** What stands behind the name of a part beside it: of SQLite, and of packing. */
const besides = ['', '-journal', '-wal', '-shm', '-packed', '-packed-journal']

/** Removes a file that did not become whole, and what SQLite puts beside one. */
export function removePart(part: string): void {
  for (const besideIt of besides) rmSync(`${part}${besideIt}`, { force: true })
}

/** Removes what a backup of a data directory left that was killed, unless another is being made. */
export function sweepAfter(dataDir: string, folder: string): void {
  try {
    const { unlock } = lockBackups(dataDir)
    sweep(folder)
    unlock()
  } catch {
    // The next one does it.
  }
}

/** Whether a backup of a data directory is being made, or put back, by whomever. */
export function isBeingMade(dataDir: string): boolean {
  try {
    lockBackups(dataDir).unlock()
    return false
  } catch (error) {
    return error instanceof AppError && error.code === 'conflict'
  }
}

/** Removes what a backup left that was killed. Only to be called by whoever makes the only one. */
export function sweep(folder: string): void {
  for (const name of namesIn(folder)) {
    const [own = '', rest] = name.split(unfinished)
    if (rest === undefined || !besides.includes(rest) || readBackupName(own) === null) continue
    rmSync(join(folder, name), { force: true })
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new AppError(
      'failed',
      `The backup folder ${folder} cannot be read: ${messageOf(error)}`,
      {
        cause: error,
      },
    )
  }
}
