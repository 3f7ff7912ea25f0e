import type { LinkView } from './contract/accounts.ts'
import type { Actor } from './core/account.ts'
import type { AccountStore } from './store/accounts.ts'
import { createLinkToken, hashToken } from './token.ts'
import { iso } from './views.ts'

/** How long (ms) the link works with which the first admin is made. */
const validity = 30 * 60_000

/** Makes the one-time link with which the first admin is made; one made before stops working. */
export async function createSetupLink(
  store: Pick<AccountStore, 'createLink'>,
  { publicUrl, now, actor }: { publicUrl: string; now: number; actor: Actor },
): Promise<LinkView> {
  const token = createLinkToken()
  const expiresAt = now + validity
  const { kind, id, name, address, requestId } = actor
  await store.createLink(
    { hash: hashToken(token), kind: 'setup', userId: null, createdAt: now, expiresAt },
    {
      at: now,
      actor: { kind, id, name },
      address,
      requestId,
      action: 'setup.link',
      target: null,
      text: 'Made a link that makes the first admin.',
    },
  )
  return { url: linkUrl(publicUrl, token), expiresAt: iso(expiresAt) }
}

/** Where a one-time link leads. What stands behind the # never reaches a server's log. */
export function linkUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/setup#${token}`
}
