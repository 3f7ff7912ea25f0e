import { createHash, randomBytes } from 'node:crypto'
import type { NewToken } from './store/store.ts'

/** Makes the secret part of a webhook URL: 160 random bits behind a prefix that secret scanners can know it by. */
export function createToken(): string {
  return `nvi_${randomBytes(20).toString('hex')}`
}

/** Makes the secret that a program sends as `Authorization: Bearer`. */
export function createApiToken(): string {
  return `nva_${randomBytes(20).toString('hex')}`
}

/** Makes what stands behind the # of a one-time link. */
export function createLinkToken(): string {
  return `nvl_${randomBytes(20).toString('hex')}`
}

/** Makes the value of a session cookie. Nobody copies it by hand, and it must not be taken for anything else. */
export function createSessionToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a token. A plain hash is enough: there is nothing to guess in 160 random bits. */
export function hashToken(token: string): string {
  return sha256(token)
}

/** SHA-256, hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** Tells bytes apart that nobody makes alike on purpose; a tenth of the cost of a digest. */
export function fingerprint(bytes: Uint8Array): string {
  return `${bytes.length}-${Bun.hash.xxHash64(bytes).toString(36)}`
}

export function storedToken(token: string, createdAt: number): NewToken {
  return { hash: hashToken(token), hint: token.slice(-4), createdAt }
}
