import type { Calls } from '../contract/contract.ts'
import { includes } from '../core/account.ts'
import { AppError } from '../errors.ts'
import { createApiToken, hashToken } from '../token.ts'
import { tokenView } from '../views.ts'
import { written } from './action-words.ts'
import type { Scope } from './calls.ts'
import { pageOf, pageView } from './paging.ts'

/** API tokens. Nobody can make one that may more than they may themselves. */
export function tokenCalls(
  scope: Scope,
): Pick<Calls, 'listTokens' | 'createToken' | 'revokeToken'> {
  const { store, clock, actor, audit } = scope
  const isAdmin = includes(actor.role, 'admin')
  return {
    async listTokens(asked) {
      if (!isAdmin && actor.userId === null) return { items: [], nextCursor: null }
      const found = await store.listApiTokens(isAdmin ? null : actor.userId, pageOf(asked))
      return pageView(found, tokenView)
    },

    async createToken({ label: said, role, expiresInSeconds }) {
      // Else one that expires could live on in another.
      if (actor.kind === 'token' && !isAdmin) {
        throw new AppError('forbidden', 'A token makes no tokens: sign in, or use one of an admin.')
      }
      if (!includes(actor.role, role)) {
        throw new AppError(
          'forbidden',
          `You are ${actor.role}: a token of yours cannot be ${role}.`,
        )
      }
      const label = written(said, 'label', 100)
      const token = createApiToken()
      const createdAt = clock()
      const created = await store.createApiToken(
        {
          hash: hashToken(token),
          hint: token.slice(-4),
          label,
          role,
          userId: actor.userId,
          createdBy: actor.name,
          createdAt,
          expiresAt: expiresInSeconds === undefined ? null : createdAt + expiresInSeconds * 1000,
        },
        audit('token.create', `Made the token ${label}, as ${role}.`),
      )
      return { ...tokenView(created), token }
    },

    async revokeToken({ id }) {
      const { userId, label } = await store.showApiToken(id)
      if (!isAdmin && (userId === null || userId !== actor.userId)) {
        throw new AppError('not_found', `There is no token ${JSON.stringify(id)}.`)
      }
      await store.revokeApiToken(id, audit('token.revoke', `Revoked ${label}.`, `token ${id}`))
    },
  }
}
