import type { Calls } from '../contract/contract.ts'
import { includes } from '../core/account.ts'
import { AppError } from '../errors.ts'
import { sessionView } from '../views.ts'
import type { Scope } from './calls.ts'
import { pageOf, pageView } from './paging.ts'

/** Browsers that are signed in. */
export function sessionCalls(scope: Scope): Pick<Calls, 'listSessions' | 'revokeSession'> {
  const { store, clock, actor, session, audit } = scope
  const isAdmin = includes(actor.role, 'admin')
  return {
    async listSessions(asked) {
      if (asked.all && !isAdmin) {
        throw new AppError('forbidden', 'Only an admin sees the sessions of others.')
      }
      const owner = asked.all ? null : actor.userId
      if (owner === null && !asked.all) return { items: [], nextCursor: null }
      const found = await store.listSessions(owner, clock(), pageOf(asked))
      return pageView(found, (one) => sessionView(one, session?.id ?? null))
    },

    async revokeSession({ id }) {
      const { userId, email } = await store.showSession(id)
      // Whether there is such a session is nobody else's business.
      if (userId !== actor.userId && !isAdmin) {
        throw new AppError('not_found', `There is no session ${JSON.stringify(id)}.`)
      }
      const text = `Signed a browser of ${email} out.`
      await store.deleteSession(id, audit('session.revoke', text, `session ${id}`))
    },
  }
}
