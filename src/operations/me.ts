import type { Calls } from '../contract/contract.ts'
import { AppError } from '../errors.ts'
import { userView } from '../views.ts'
import type { Scope } from './calls.ts'
import { hashOf } from './password.ts'

/** Who asks, and their password. */
export function meCalls(scope: Scope): Pick<Calls, 'showMe' | 'changePassword'> {
  const { store, clock, actor, user, session, passwords, audit } = scope
  return {
    async showMe() {
      const { kind, name, role } = actor
      return { kind, name, role, user: user === null ? null : userView(user) }
    },

    async changePassword({ currentPassword, newPassword }) {
      // A token must not be able to make itself more than it is.
      if (user === null || actor.kind !== 'user') {
        throw new AppError('conflict', 'Only a person who has signed in has a password to change.')
      }
      const known = await store.findCredentials(user.email)
      if (!(await passwords.matches(currentPassword, known?.passwordHash ?? null))) {
        throw new AppError('forbidden', 'The current password is wrong.')
      }
      const passwordHash = await hashOf(scope, newPassword, user.email)
      await store.setPassword(
        user.id,
        { passwordHash, keepSessionId: session?.id ?? null, now: clock() },
        audit('user.password', 'Changed the own password.', `user ${user.id}`),
      )
    },
  }
}
