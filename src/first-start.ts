import type { Actor } from './core/account.ts'
import { createSetupLink } from './setup-link.ts'
import type { Store } from './store/store.ts'
import { createToken, storedToken } from './token.ts'

/** Makes an integration where there never was one. @returns its token, which is kept nowhere, or null */
export async function createFirstIntegration(
  store: Pick<Store, 'hadIntegrations' | 'createIntegration'>,
  now: number,
): Promise<string | null> {
  if (await store.hadIntegrations()) return null
  const token = createToken()
  await store.createIntegration({
    name: 'sentry',
    token: storedToken(token, now),
    clientSecret: null,
    createdAt: now,
  })
  return token
}

/**
 * Makes the link with which the first admin is made, while there is none; else gives null. Never a default password, and never "the
 * first visitor is the admin": whoever sees the terminal has the link.
 */
export async function createFirstLink(
  store: Pick<Store, 'needsAdmin' | 'createLink'>,
  publicUrl: string,
  now: number,
): Promise<string | null> {
  if (!(await store.needsAdmin())) return null
  const { url } = await createSetupLink(store, { publicUrl, now, actor: navish })
  return url
}

/** What is done by itself. */
const navish: Actor = {
  kind: 'system',
  id: null,
  name: 'navish',
  role: 'admin',
  userId: null,
  address: null,
  requestId: null,
}
