import { passwordFault } from '../core/account.ts'
import { AppError } from '../errors.ts'
import type { Passwords } from '../password.ts'

/** The hash of a new password. Throws `invalid_request` for one that is no good. */
export async function hashOf(
  { passwords }: { passwords: Pick<Passwords, 'hash'> },
  password: string,
  email: string,
): Promise<string> {
  const fault = passwordFault(password, { email })
  if (fault !== null) throw new AppError('invalid_request', fault)
  return passwords.hash(password)
}
