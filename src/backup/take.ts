import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import { copyDatabase, roomForCopy } from '../store/sqlite/copy.ts'
import { databaseFile } from '../store/sqlite/data-dir.ts'
import { lockBackups } from '../store/sqlite/lock.ts'
import { mustHaveRoom } from '../store/sqlite/free-space.ts'
import { mustBeSound, type Sound } from '../store/sqlite/soundness.ts'
import { backupName } from '../core/backup.ts'
import { encryptFile } from './encryption.ts'
import { explainedFor } from './failure.ts'
import { giveName, taken } from './files.ts'
import { turn } from './turn.ts'
import { makeBackupFolder, removePart, sweep, unfinished } from './folder.ts'

export interface BackupOrder {
  dataDir: string
  /** Where it goes under a name with the time, unless a file is named. */
  folder: string
  file: string | null
  /** Whether a file that is there may be replaced. */
  mayReplace: boolean
  /** For whom it is encrypted; nobody: it is not. */
  recipients: readonly string[]
  clock: Clock
  /** Called as it goes on; what it throws ends it, and nothing of it is kept. */
  onStep?(step: BackupStep): void
}

export type BackupStep = 'copying' | 'copied' | 'checked' | 'encrypted'

export interface MadeBackup {
  file: string
  /** The moment that it is a copy of is not before this, Unix ms. */
  at: number
  bytes: number
  encrypted: boolean
  sound: Sound
}

/**
 * Copies the database while others write to it, opens the copy, checks and counts it, and only then gives it its name: what has its name is
 * whole. Throws with a sentence, and leaves nothing behind, when that does not go well.
 */
export async function takeBackup(order: BackupOrder): Promise<MadeBackup> {
  const { dataDir, folder, recipients, clock, mayReplace, onStep = () => {} } = order
  const source = join(dataDir, databaseFile)
  mustExist(source, dataDir)
  const encrypted = recipients.length > 0
  const at = clock()
  const target = order.file ?? join(folder, backupName(at, encrypted))
  if (order.file === null) makeBackupFolder(folder)
  else mustBeUsable(order.file, order)
  if (!mayReplace && existsSync(target)) throw taken(target)
  using stack = new DisposableStack()
  stack.adopt(lockBackups(dataDir), ({ unlock }) => unlock())
  if (order.file === null) sweep(folder)
  const room = roomForCopy(source) * (encrypted ? 2 : 1)
  mustHaveRoom(dirname(target), room, 'A backup')

  const plain = `${target.replace(/\.age$/, '')}${unfinished}`
  const boxed = `${target}${unfinished}`
  const remove = () => [plain, boxed].forEach(removePart)
  stack.defer(remove)
  remove()
  try {
    const census = await copyDatabase(source, plain, () => onStep('copying'))
    await turn()
    onStep('copied')
    const sound = mustBeSound(plain, { expected: census, called: 'The copy of the database' })
    await turn()
    onStep('checked')
    if (encrypted) {
      await encryptFile(plain, boxed, recipients)
      onStep('encrypted')
    }
    const whole = encrypted ? boxed : plain
    const bytes = statSync(whole).size
    giveName(whole, target, mayReplace)
    return { file: target, at, bytes, encrypted, sound }
  } catch (error) {
    throw explainedFor(error, target)
  }
}

function mustExist(source: string, dataDir: string): void {
  if (existsSync(source)) return
  throw new AppError(
    'not_found',
    `There is no database in ${dataDir}. Say where it is with --data-dir or NAVISH_DATA_DIR.`,
  )
}

/** Throws `usage` for a name that would be misunderstood, or would take the place of what Navish works with. */
function mustBeUsable(file: string, { dataDir, recipients }: BackupOrder): void {
  const encrypted = recipients.length > 0
  if (encrypted !== file.endsWith('.age')) {
    throw new AppError(
      'usage',
      encrypted
        ? 'Backups are encrypted here (NAVISH_BACKUP_RECIPIENTS): name the file with .age at the end.'
        : `${file} would not be encrypted: name it without .age, or say for whom with --backup-recipients.`,
    )
  }
  const found = statSync(file, { throwIfNoEntry: false })
  if (found?.isDirectory() === true) {
    throw new AppError(
      'usage',
      `${file} is a folder: name a file in it, or say --backup-dir instead.`,
    )
  }
  const isOwn = /^(?:navish\.|backup\.lock|secret\.key|server\.json)/.test(basename(file))
  if (isOwn && isSame(dirname(file), dataDir)) {
    throw new AppError('usage', `${file} is what Navish itself works with: name another file.`)
  }
  if (!existsSync(dirname(file))) {
    throw new AppError('usage', `There is no folder ${dirname(file)}.`)
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false }))
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev
}
