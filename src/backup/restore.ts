import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { backupTime } from '../core/backup.ts'
import { AppError } from '../errors.ts'
import { databaseFile } from '../store/sqlite/data-dir.ts'
import { lockBackups, lockDataDir } from '../store/sqlite/lock.ts'
import { missingFrom } from '../store/sqlite/migrate.ts'
import { readMigrations } from '../store/sqlite/migrations.ts' with { type: 'macro' }
import { contentOf, type Content } from '../store/sqlite/content.ts'
import { withLog } from '../store/sqlite/copy.ts'
import { replaceDatabase, type ReplaceStep } from '../store/sqlite/replace.ts'
import { mustHaveRoom } from '../store/sqlite/free-space.ts'
import { mustBeSound, type Sound } from '../store/sqlite/soundness.ts'
import { explainedFor } from './failure.ts'
import { removePart, unfinished } from './folder.ts'
import { turn } from './turn.ts'
import { mustBeFile, unpack } from './unpack.ts'

export interface RestoreOrder {
  file: string
  /** The file with the key, when the backup is encrypted. */
  identity: string | null
  dataDir: string
  clock: Clock
  /** Asked before a database that has something in it is replaced. */
  mayReplace(there: Content, backup: Sound): Promise<boolean>
  /** Called after each step. What it throws ends it; up to `unpacked` nothing was changed. */
  onStep?(step: RestoreStep): void
}

export type RestoreStep = 'unpacked' | ReplaceStep

export interface Restored {
  /** Of what is there now. */
  sound: Sound
  /** The files that the database is kept in that was there. */
  kept: string[]
  /** So many migrations the next `serve` applies. */
  upgrades: number
}

/**
 * Puts a backup in the place of the database of a data directory. It is looked at before anything is changed, and whenever this is killed
 * there is the old database or the new one. Throws `conflict` while a server or another command has the data directory,
 * `configuration` for the backup of a newer version, `failed` for one that is not whole.
 * @returns null: it was not to be replaced
 */
export async function restoreBackup(order: RestoreOrder): Promise<Restored | null> {
  const { file, identity, dataDir, clock, mayReplace, onStep = () => {} } = order
  mustBeFile(file)
  using stack = new DisposableStack()
  const { markUsed } = stack.adopt(lockDataDir(dataDir, true), ({ unlock }) => unlock())
  stack.adopt(lockBackups(dataDir), ({ unlock }) => unlock())
  const part = join(dataDir, `navish-restore.db${unfinished}`)
  stack.defer(() => removePart(part))
  removePart(part)
  mustHaveRoom(dataDir, statSync(file).size, 'A restore')
  try {
    await unpack(file, part, identity)
    const sound = mustBeSound(part, { called: file })
    const upgrades = missingFrom(sound.history, readMigrations(), file).length
    await turn()
    onStep('unpacked')
    const place = join(dataDir, databaseFile)
    const there = contentOf(place)
    if (there.hasAny && !(await mayReplace(there, sound))) return null
    withLog(part)
    const kept = replaceDatabase(dataDir, part, backupTime(clock()), onStep)
    markUsed()
    return { sound, kept, upgrades }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw explainedFor(error, join(dataDir, databaseFile))
  }
}
