import { createHash } from 'node:crypto'
import { closeSync, createReadStream, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { AppError, messageOf } from '../errors.ts'
import { makeFile } from '../store/sqlite/data-dir.ts'

/** Bytes: a disk that has to take all of it at once makes those wait who write beside it. */
const syncedAtOnce = 2 * 1024 * 1024

/** The first bytes of a file that is encrypted: https://age-encryption.org/v1. */
const magic = 'age-encryption.org/v1\n'

export function isEncrypted(file: string): boolean {
  const head = Buffer.alloc(magic.length)
  const fd = openSync(file, 'r')
  try {
    readSync(fd, head, 0, head.length, 0)
  } finally {
    closeSync(fd)
  }
  return head.toString('latin1') === magic
}

/**
 * Whether an encrypted file looks whole from outside: behind a head that ends come parts of 64 KiB, each with a tag, and what is in them is a
 * database, which has whole pages. Somebody who cut it on purpose would not be noticed.
 */
export function looksWhole(file: string): boolean {
  const start = Buffer.alloc(64 * 1024)
  const fd = openSync(file, 'r')
  let size: number
  try {
    readSync(fd, start, 0, start.length, 0)
    size = fstatSync(fd).size
  } finally {
    closeSync(fd)
  }
  const mac = start.indexOf('\n--- ')
  const head = mac === -1 ? -1 : start.indexOf('\n', mac + 1) + 1
  if (head <= 0) return false
  const [part, tag, nonce, page] = [64 * 1024, 16, 16, 512]
  const sealed = size - head - nonce
  const last = sealed % (part + tag)
  const parts = Math.ceil(sealed / (part + tag))
  return sealed > tag && (last === 0 || last > tag) && (sealed - parts * tag) % page === 0
}

/**
 * Encrypts a file for all of some public keys, a few pages at a time. Nobody here can open it for them, but its inner key is known for as
 * long as this runs: with that all of it is read back from the disk, opened, and compared with what it was made of.
 * Throws `configuration` for a public key that is none.
 * @param target is made for its owner alone
 */
export async function encryptFile(
  source: string,
  target: string,
  recipients: readonly string[],
): Promise<void> {
  const { Decrypter, Encrypter } = await loadAge()
  const encrypter = new Encrypter()
  for (const recipient of recipients) addRecipient(encrypter, recipient)
  let innerKey = new Uint8Array()
  encrypter.addRecipient({
    wrapFileKey(key) {
      innerKey = Uint8Array.from(key)
      // Nothing of it goes into the file.
      return []
    },
  })
  const written = createHash('sha256')
  await writeTo(target, await encrypter.encrypt(contentOf(source, (part) => written.update(part))))

  const decrypter = new Decrypter()
  decrypter.addIdentity({ unwrapFileKey: () => innerKey })
  const read = createHash('sha256')
  for await (const part of await decrypter.decrypt(contentOf(target))) read.update(part)
  if (read.digest('hex') === written.digest('hex')) return
  throw new AppError('failed', `${target} cannot be read back as it was encrypted.`)
}

/**
 * Opens an encrypted file with a key of one of those whom it is for. Throws `failed` when it is for somebody else, was changed, or is cut.
 * @param target is made for its owner alone
 */
export async function decryptFile(
  source: string,
  target: string,
  identities: readonly string[],
): Promise<void> {
  const { Decrypter } = await loadAge()
  const decrypter = new Decrypter()
  try {
    for (const identity of identities) decrypter.addIdentity(identity)
  } catch (cause) {
    throw new AppError('failed', `The identity cannot be used: ${messageOf(cause)}.`, { cause })
  }
  try {
    await writeTo(target, await decrypter.decrypt(contentOf(source)))
  } catch (cause) {
    // Of the disk.
    if (cause instanceof Error && 'code' in cause) throw cause
    throw new AppError('failed', `${source} cannot be opened: ${messageOf(cause)}.`, { cause })
  }
}

/** The keys in a file as age-keygen writes it. Throws `usage` when there are none. */
export function readIdentities(file: string): string[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AppError('usage', `The identity ${file} cannot be read: ${messageOf(cause)}`, {
      cause,
    })
  }
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const keys = lines.filter((line) => line.startsWith('AGE-SECRET-KEY-'))
  if (keys.length > 0) return keys
  const why = text.startsWith(magic)
    ? 'is itself encrypted: open it with age first'
    : 'has no line that begins with AGE-SECRET-KEY-'
  throw new AppError('usage', `The identity ${file} ${why}.`)
}

/** A new pair of keys, and the file with the secret one, as age-keygen writes it. */
export async function makeIdentity(now: number): Promise<{ recipient: string; file: string }> {
  const { generateX25519Identity, identityToRecipient } = await loadAge()
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  const created = new Date(now).toISOString().replace(/\.\d+/, '')
  return {
    recipient,
    file: `# created: ${created}\n# public key: ${recipient}\n${identity}\n`,
  }
}

/** Loaded only here: it takes 10 MB, and most never encrypt. */
function loadAge() {
  return import('age-encryption')
}

function addRecipient(encrypter: { addRecipient(key: string): void }, recipient: string): void {
  try {
    encrypter.addRecipient(recipient)
  } catch (cause) {
    const why = `NAVISH_BACKUP_RECIPIENTS: ${recipient} is no public key of age: ${messageOf(cause)}`
    throw new AppError('configuration', why, { cause })
  }
}

function contentOf(file: string, note = (_part: Uint8Array) => {}): ReadableStream<Uint8Array> {
  const parts = createReadStream(file, { highWaterMark: 64 * 1024 })
  async function* noted() {
    for await (const part of parts as AsyncIterable<Buffer>) {
      note(part)
      yield part
    }
  }
  return Readable.toWeb(Readable.from(noted()))
}

async function writeTo(target: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
  makeFile(target)
  await using file = await open(target, 'w', 0o600)
  let unsynced = 0
  for await (const part of parts) {
    await file.writeFile(part)
    unsynced += part.length
    if (unsynced < syncedAtOnce) continue
    await file.datasync()
    unsynced = 0
  }
}
