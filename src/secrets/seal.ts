import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { AppError } from '../errors.ts'
import type { Keys, SecretKey } from './key.ts'

/** Keeps what must not be read by whoever finds the database. */
export interface Seal {
  /** `v1.<key id>.<nonce>.<box>`, by AES-256-GCM: each time another one. */
  seal(value: Record<string, unknown>): string
  /** Throws `configuration` when it was sealed with another key or is not as it was sealed; the message says what to do. */
  open(sealed: string): Record<string, unknown>
}

const version = 'v1'
const cipher = 'aes-256-gcm'
const nonceLength = 12
const tagLength = 16

export function createSeal(keys: Keys): Seal {
  return {
    seal(value) {
      const { id, bytes } = keys.toSeal()
      const head = `${version}.${id}`
      const nonce = randomBytes(nonceLength)
      const sealing = createCipheriv(cipher, bytes, nonce)
      // So that a box is of use only behind its own head.
      sealing.setAAD(Buffer.from(head))
      const text = sealing.update(JSON.stringify(value), 'utf8')
      const box = Buffer.concat([text, sealing.final(), sealing.getAuthTag()])
      return `${head}.${nonce.toString('base64url')}.${box.toString('base64url')}`
    },

    open(sealed) {
      const [said, id = '', nonce = '', box = ''] = sealed.split('.')
      if (said !== version) throw broken()
      const key = keys.toOpen()
      if (key?.id !== id) throw otherKey(id, key)
      const bytes = Buffer.from(box, 'base64url')
      const start = Buffer.from(nonce, 'base64url')
      if (bytes.length < tagLength || start.length !== nonceLength) throw broken()
      const opening = createDecipheriv(cipher, key.bytes, start, { authTagLength: tagLength })
      opening.setAAD(Buffer.from(`${version}.${id}`))
      opening.setAuthTag(bytes.subarray(-tagLength))
      try {
        const text = Buffer.concat([opening.update(bytes.subarray(0, -tagLength)), opening.final()])
        return JSON.parse(text.toString('utf8')) as Record<string, unknown>
      } catch (cause) {
        throw broken(cause)
      }
    },
  }
}

function otherKey(id: string, key: SecretKey | null): AppError {
  const now = key === null ? 'there is no key now' : `the key now is ${key.id}`
  return new AppError(
    'configuration',
    `The secrets of this channel were sealed with another key (${id}; ${now}): bring that one back (NAVISH_SECRET_KEY, or the file secret.key in the data directory), or give the secrets again.`,
  )
}

function broken(cause?: unknown): AppError {
  return new AppError(
    'configuration',
    'The sealed secrets of this channel are damaged: give them again.',
    { cause },
  )
}
