import { statSync } from 'node:fs'
import { AppError } from '../errors.ts'
import { mustHaveRoom } from '../store/sqlite/free-space.ts'
import { mustBeSound, needsLog, type Sound } from '../store/sqlite/soundness.ts'
import { dirname } from 'node:path'
import { isEncrypted, looksWhole } from './encryption.ts'
import { explainedFor } from './failure.ts'
import { removePart, unfinished } from './folder.ts'
import { mustBeFile, unpack } from './unpack.ts'

export interface Verified {
  file: string
  bytes: number
  encrypted: boolean
  /** null: it is encrypted, and nobody said with which key. */
  sound: Sound | null
}

/** Reads all of a backup. Throws `failed`, with a sentence, when it is not whole. */
export async function verifyBackup(file: string, identity: string | null): Promise<Verified> {
  mustBeFile(file)
  const { size: bytes } = statSync(file)
  const encrypted = isEncrypted(file)
  if (encrypted && identity === null) {
    if (!looksWhole(file)) throw new AppError('failed', `${file} is damaged: it is not whole.`)
    return { file, bytes, encrypted, sound: null }
  }
  if (!encrypted && !needsLog(file)) {
    return { file, bytes, encrypted, sound: mustBeSound(file) }
  }
  // SQLite reads files only, and would make others beside this one.
  mustHaveRoom(dirname(file), bytes, 'To look into it')
  const opened = `${file}.verify${unfinished}`
  using stack = new DisposableStack()
  stack.defer(() => removePart(opened))
  removePart(opened)
  try {
    await unpack(file, opened, identity)
    const sound = mustBeSound(opened, { called: file })
    return { file, bytes, encrypted, sound }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw explainedFor(error, opened)
  }
}
