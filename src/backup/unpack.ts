import { createReadStream, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { AppError } from '../errors.ts'
import { settle } from '../store/sqlite/copy.ts'
import { makeFile } from '../store/sqlite/data-dir.ts'
import { decryptFile, isEncrypted, readIdentities } from './encryption.ts'

/** Throws `not_found` when there is no such file, or it is no file. */
export function mustBeFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw new AppError('not_found', `There is no file ${file}.`)
  if (!found.isFile()) throw new AppError('usage', `${file} is no file.`)
}

/**
 * Puts what is in a backup into one file of its own: opened, if it is encrypted, and with what is in a log that lies beside it. The backup
 * itself is only read. Throws `usage` for one that is encrypted without an identity.
 * @param identity the file of it
 * @param target is made for its owner alone
 */
export async function unpack(file: string, target: string, identity: string | null): Promise<void> {
  if (isEncrypted(file)) {
    if (identity === null) {
      throw new AppError(
        'usage',
        `${file} is encrypted: say with --identity which file has the key.`,
      )
    }
    await decryptFile(file, target, readIdentities(identity))
    return
  }
  await copyTo(file, target)
  const log = `${file}-wal`
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) === 0) return
  await copyTo(log, `${target}-wal`)
  settle(target)
}

/** Not with the rights of the other one, not even for a moment. */
async function copyTo(file: string, target: string): Promise<void> {
  makeFile(target)
  await using copy = await open(target, 'w', 0o600)
  const parts = createReadStream(file, { highWaterMark: 1024 * 1024 })
  for await (const part of parts as AsyncIterable<Buffer>) await copy.writeFile(part)
}
