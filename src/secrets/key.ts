import { hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import {
  chownSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError, messageOf } from '../errors.ts'

/** What secrets are sealed with. */
export interface SecretKey {
  /** Tells keys apart, and nothing else about them. */
  id: string
  /** 32 bytes, for AES-256. */
  bytes: Buffer
}

/** Where the key is. It is looked for only when it is needed: most commands never do. */
export interface Keys {
  /** Makes the file of the key when there is none. Throws `configuration`. */
  toSeal(): SecretKey
  /** null: there is none, so nothing can have been sealed with it. Throws `configuration`. */
  toOpen(): SecretKey | null
}

export interface KeyParts {
  /** What configuration says, as `readSecretKey` takes it; null: the key is in the data directory. */
  configured: string | null
  dataDir: string
}

/** The key's name in the data directory. */
export const keyFile = 'secret.key'

/** The id of a key that only the server was given, such as a credential of systemd. It is none of the key's bytes. */
const idFile = 'secret.key.id'

const size = 32
const shortestPassphrase = 32

/** The key of the configuration, else that of the data directory. */
export function createKeys({ configured, dataDir }: KeyParts): Keys {
  const path = join(dataDir, keyFile)
  let known = configured === null ? null : keyOf(materialOf(configured))

  const find = (): SecretKey | null => {
    if (known !== null) return known
    const material = materialIn(path)
    known = material === null ? null : keyOf(material)
    return known
  }

  return {
    toOpen: find,
    toSeal() {
      const found = find()
      mustBeOfServer(found, dataDir)
      if (found !== null) return found
      make(path)
      const made = find()
      if (made === null) throw new AppError('configuration', `The key file ${path} is gone again.`)
      return made
    },
  }
}

/** Leaves a note of the key that the server was given, for commands that may not know it; they are not to seal with another one. */
export function recordKey({ configured, dataDir }: KeyParts): void {
  const path = join(dataDir, idFile)
  // One that a server of another user left could not be written to.
  rmSync(path, { force: true })
  if (configured === null) return
  writeFileSync(path, `${keyOf(materialOf(configured)).id}\n`, { mode: 0o600, flag: 'wx' })
  giveToOwner(path)
}

/** What root makes in the folder of somebody else is theirs: their server and their commands must read it. */
function giveToOwner(path: string): void {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = statSync(dirname(path))
  chownSync(path, uid, gid)
}

/** The id of the key that only the server was given; null: it has that of the data directory, or was never started there. */
export function recordedKeyId(dataDir: string): string | null {
  return read(join(dataDir, idFile))?.toString('utf8').trim() ?? null
}

/** Throws `configuration` for a key with which would be sealed what the server cannot open. */
function mustBeOfServer(key: SecretKey | null, dataDir: string): void {
  const id = recordedKeyId(dataDir)
  if (id === null || id === key?.id) return
  throw new AppError(
    'configuration',
    `The server was given a secret key (${id}) that this command does not have, and could not open what it seals. ` +
      'Say NAVISH_SECRET_KEY_FILE, or do it in the dashboard or with --server.',
  )
}

/**
 * Takes 32 bytes in hex or base64, or a passphrase of at least 32 characters. Throws an Error that says so and does not repeat the text.
 * A passphrase is not stretched: it has to be one that nobody can guess.
 */
export function readSecretKey(text: string): string {
  materialOf(text.trim())
  return text.trim()
}

function materialOf(text: string): Buffer {
  if (/^[\da-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  if (/^[\w+/-]{43}=?$/.test(text)) return Buffer.from(text, 'base64')
  if (text.length >= shortestPassphrase) return Buffer.from(text, 'utf8')
  throw new Error(
    `a secret key is ${size} bytes in hex or base64, or a passphrase of at least ${shortestPassphrase} characters`,
  )
}

/** Whatever the material is, the key is as good as it; and what its id tells is of no use to whoever wants the key. */
function keyOf(material: Buffer): SecretKey {
  const derive = (purpose: string, length: number) =>
    Buffer.from(hkdfSync('sha256', material, '', `navish ${purpose}`, length))
  return { id: derive('key id', 6).toString('base64url'), bytes: derive('channel secrets', size) }
}

function read(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw failed(`The key file ${path} cannot be read: ${messageOf(error)}`, error)
  }
}

function materialIn(path: string): Buffer | null {
  const material = read(path)
  if (material === null || material.length === size) return material
  throw new AppError(
    'configuration',
    `The key file ${path} has ${material.length} bytes instead of ${size}: put the right one back from a backup. Without it, move it away and give the secrets of all channels again.`,
  )
}

/** On disk before it has its name, which it never takes from another: a crash leaves no half key, and of two that make one the first counts. */
function make(path: string): void {
  const draft = `${path}.${randomUUID()}`
  try {
    writeFileSync(draft, randomBytes(size), { mode: 0o600, flag: 'wx' })
    giveToOwner(draft)
    sync(draft)
    try {
      linkSync(draft, path)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    // Windows gives nobody a folder to write down, and does that itself.
    if (process.platform !== 'win32') sync(dirname(path))
  } catch (error) {
    throw failed(`The key file ${path} cannot be made: ${messageOf(error)}`, error)
  } finally {
    rmSync(draft, { force: true })
  }
}

function sync(path: string): void {
  // Windows writes down only what may be written.
  const file = openSync(path, process.platform === 'win32' ? 'r+' : 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function failed(message: string, cause: unknown): AppError {
  return new AppError('configuration', message, { cause })
}
