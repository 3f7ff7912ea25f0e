import { localAddress } from '../address.ts'
import type { Clock } from '../clock.ts'
import { readConfig, type Config, type Environment, type Flags, type Sources } from '../config.ts'
import { explained } from '../store/sqlite/condition.ts'
import { openSqliteStore } from '../store/sqlite/store.ts'
import type { Store } from '../store/store.ts'
import type { Terminal } from './terminal.ts'

/** What every command gets: the world outside, replaceable in tests. */
export interface Context {
  terminal: Terminal
  env: Environment
  clock: Clock
  /** The person at the keyboard. */
  user: string
  isTerminal: boolean
  /** Resolves when the process is asked to end. */
  untilStopped: () => Promise<void>
}

export function configOf(context: Context, flags: Flags): { config: Config; sources: Sources } {
  return readConfig(flags, context.env)
}

/**
 * Opens the database of an existing data directory for the time of one command.
 * @param work also gets the address under which Sentry reaches the server, as far as it is known
 */
export async function withStore<T>(
  context: Context,
  flags: Flags,
  work: (store: Store, publicUrl: string) => Promise<T>,
): Promise<T> {
  const { config, sources } = configOf(context, flags)
  try {
    const opened = openSqliteStore({
      dataDir: config.dataDir,
      prepare: false,
      now: context.clock(),
    })
    await using stack = new AsyncDisposableStack()
    const store = stack.adopt(opened, (it) => it.close())
    return await work(store, config.publicUrl ?? localAddress(config, sources))
  } catch (error) {
    throw explained(error, config.dataDir)
  }
}
