import { createRemoteCalls } from '../client/remote.ts'
import type { Calls } from '../contract/contract.ts'
import { AppError } from '../errors.ts'
import type { Context } from './context.ts'
import { localCalls, withStore } from './local.ts'
import { remoteOf, type CommandFlags } from './server.ts'

/**
 * Gives a command the API for the time that it runs: on a data directory, or on a server.
 * @param by in whose name, if that was said; a server knows by the token
 */
export async function withCalls<T>(
  context: Context,
  flags: CommandFlags,
  work: (calls: Calls) => Promise<T>,
  by?: string,
): Promise<T> {
  const remote = remoteOf(context, flags)
  if (remote === null) {
    return withStore(context, flags, (opened) => work(localCalls(context, opened, by)))
  }
  if (by !== undefined) {
    throw new AppError('usage', 'On a server it is done in the name of the token: leave out --by.')
  }
  return work(createRemoteCalls(remote))
}
