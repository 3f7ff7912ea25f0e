import { Option } from 'commander'
import { passwordFault } from '../core/account.ts'
import { AppError } from '../errors.ts'
import type { Context } from './context.ts'

export interface FromStdin {
  passwordStdin?: true
}

export const fromStdinOption = () =>
  new Option('--password-stdin', 'read the password from the standard input, one line')

/**
 * A password that was typed twice, unseen, or that a file or another program gives. Throws `usage` with what is wrong with it.
 */
export async function readNewPassword(
  { keyboard }: Pick<Context, 'keyboard'>,
  email: string,
  fromStdin: boolean,
): Promise<string> {
  const isTyped = keyboard.isTerminal && !fromStdin
  const password = isTyped ? await keyboard.hidden('Password: ') : await keyboard.line()
  if (password === null || password === '') {
    throw new AppError('usage', isTyped ? 'A password is needed.' : noPassword)
  }
  const fault = passwordFault(password, { email })
  if (fault !== null) throw new AppError('usage', fault)
  if (isTyped && (await keyboard.hidden('Again: ')) !== password) {
    throw new AppError('usage', 'These are two different passwords.')
  }
  return password
}

const noPassword = 'The standard input is empty: a password is read from its first line.'
