import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { localAddress } from '../address.ts'
import { monotonic } from '../clock.ts'
import type { Config } from '../config/config.ts'
import type { Calls } from '../contract/contract.ts'
import type { Actor } from '../core/account.ts'
import type { Limits } from '../core/retention.ts'
import { createReceive } from '../http/receive.ts'
import { limitsOf } from '../limits.ts'
import { createCalls } from '../operations/calls.ts'
import { createOutbound } from '../outbound/create-outbound.ts'
import { createOutbox } from '../outbox/outbox.ts'
import { createPasswords } from '../password.ts'
import { createKeys } from '../secrets/key.ts'
import { createSeal } from '../secrets/seal.ts'
import { explained } from '../store/sqlite/condition.ts'
import { databaseFile } from '../store/sqlite/data-dir.ts'
import { lockDataDir } from '../store/sqlite/lock.ts'
import { openSqliteStore } from '../store/sqlite/store.ts'
import type { Store } from '../store/store.ts'
import { configOf, type Context } from './context.ts'
import { mustBeOwner } from './owner.ts'
import type { CommandFlags } from './server.ts'

/** A database that is open. */
export interface Opened {
  store: Store
  config: Config
  /** The address under which Sentry and people reach the server, as far as it is known. */
  publicUrl: string
}

/** Opens the database of an existing data directory for the time of one command. */
export async function withStore<T>(
  context: Context,
  flags: CommandFlags,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const { config, sources } = await configOf(context, flags)
  const { dataDir } = config
  mustBeOwner(dataDir)
  try {
    const opened = openSqliteStore({ dataDir, prepare: false, now: context.clock() })
    await using stack = new AsyncDisposableStack()
    const store = stack.adopt(opened, (it) => it.close())
    const said = config.publicUrl ?? (await store.showSettings()).publicUrl
    const publicUrl = said ?? localAddress(config, sources)
    return await work({ store, config, publicUrl })
  } catch (error) {
    throw explained(error, dataDir)
  }
}

/**
 * Makes the data directory and its database if they are not there, as the first start of the server would, and opens it; else
 * like `withStore`.
 */
export async function withFirstStore<T>(
  context: Context,
  flags: CommandFlags,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const { dataDir } = (await configOf(context, flags)).config
  mustBeOwner(dataDir)
  if (!existsSync(join(dataDir, databaseFile))) {
    try {
      using lock = new DisposableStack()
      const { markUsed } = lock.adopt(lockDataDir(dataDir), ({ unlock }) => unlock())
      await openSqliteStore({ dataDir, prepare: true, now: context.clock() }).close()
      markUsed()
      context.terminal.err(`Began a new database in ${dataDir}.\n`)
    } catch (error) {
      throw explained(error, dataDir)
    }
  }
  return withStore(context, flags, work)
}
/** In whose name a command works on a data directory. Whoever may read that may do everything. */
export function commandActor(name: string): Actor {
  return {
    kind: 'command',
    id: null,
    name,
    role: 'admin',
    userId: null,
    address: null,
    requestId: null,
  }
}

/** The API on an open database. A server that runs on it notices what changed. */
export function localCalls(
  { clock, pause, user }: Context,
  { store, config, publicUrl }: Opened,
  by = user,
): Calls {
  const outbox = createOutbox(store, { monotonic, onCommitted() {} })
  const parts = {
    store,
    clock,
    configuredUrl: config.publicUrl,
    // What the server was told may not stand where this is read from.
    limits: (known: Limits | null) => known ?? limitsOf(config),
    seenAs: publicUrl,
    patience: null,
    passwords: createPasswords(),
    seal: createSeal(createKeys({ configured: config.secretKey, dataDir: config.dataDir })),
    outbound: createOutbound({ policy: { allow: config.outboundAllow } }),
    deliver: createReceive({ outbox, clock, maxBody: config.maxBody }),
    pause,
    onChanged() {},
  }
  return createCalls(parts, { actor: commandActor(by), user: null, session: null })
}
