import type { Clock } from '../../clock.ts'
import { emailOf } from '../../core/account.ts'
import { AppError } from '../../errors.ts'
import { limitKey } from './address.ts'
import { createBuckets } from './buckets.ts'

/** Bounds how often somebody can try a password or a link. */
export interface Attempts {
  /**
   * An attempt begins, from this address, at this account (what was typed as its name; null: at none). Throws `rate_limited` when
   * there were too many, in the same words whether there is such an account or not.
   */
  begin(address: string | null, account: string | null): Attempt
}

export interface Attempt {
  /** It did not fail, or was not decided: it does not count against the account. From its address it stays an attempt. */
  forgive(): void
}

const most = 10_000
const minute = 60_000
const perAddress = { burst: 20, interval: minute / 2, most }
const perAccount = { burst: 10, interval: minute, most }

export function createAttempts(monotonic: Clock): Attempts {
  const addresses = createBuckets(perAddress, monotonic)
  const accounts = createBuckets(perAccount, monotonic)

  return {
    begin(address, account) {
      const from = limitKey(address)
      const at = account === null ? null : (emailOf(account) ?? account.trim().toLowerCase())
      const wait = Math.max(addresses.wait(from), at === null ? 0 : accounts.wait(at))
      if (wait > 0) throw tooOften(wait)
      addresses.take(from)
      // Before it is known how it ends: else many could be tried at once.
      if (at !== null) accounts.take(at)
      return {
        forgive() {
          if (at !== null) accounts.giveBack(at)
        },
      }
    },
  }
}

function tooOften(wait: number): AppError {
  const seconds = Math.ceil(wait / 1000)
  return new AppError('rate_limited', `Too many attempts: try again in ${seconds} s.`, {
    retryAfter: seconds,
  })
}
