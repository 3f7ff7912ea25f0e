import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { AccountStore, User } from '../store/accounts.ts'
import type { Caller } from './caller.ts'

export interface StandingParts {
  store: Pick<AccountStore, 'showSession' | 'showApiToken' | 'showUser'>
  clock: Clock
}

/**
 * Asks whether somebody who was let in would be let in now, as long answers must. It is not identifying them again: that would
 * count as a use, so that a page that is left open would keep its session alive.
 */
export function createStanding({ store, clock }: StandingParts) {
  async function isEnabled(user: User | null): Promise<boolean> {
    return user === null || (await store.showUser(user.id)).disabledAt === null
  }

  async function mayStill({ by, actor, session, user }: Caller): Promise<boolean> {
    const shown =
      by === 'token' && actor.id !== null
        ? await store.showApiToken(actor.id)
        : session && (await store.showSession(session.id))
    const end = shown?.expiresAt ?? null
    return (end === null || end > clock()) && (await isEnabled(user))
  }

  return async (caller: Caller): Promise<boolean> => {
    try {
      return await mayStill(caller)
    } catch (error) {
      if (error instanceof AppError && error.code === 'not_found') return false
      throw error
    }
  }
}
