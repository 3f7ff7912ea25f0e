import { createHash, randomBytes } from 'node:crypto'
import type { NewToken } from './store/store.ts'

/** Makes the secret part of a webhook URL: 160 random bits behind a prefix that secret scanners can know it by. */
export function createToken(): string {
  return `nvi_${randomBytes(20).toString('hex')}`
}

/** What is stored of a token. A plain hash is enough: there is nothing to guess in 160 random bits. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

export function storedToken(token: string, createdAt: number): NewToken {
  return { hash: hashToken(token), hint: token.slice(-4), createdAt }
}
