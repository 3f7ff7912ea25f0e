import { forgetAddress, recordAddress } from './address.ts'
import { backupFolder } from './backup/folder.ts'
import { monotonic, type Clock } from './clock.ts'
import type { Config } from './config/config.ts'
import { addressIn } from './config/values.ts'
import { drainBatch } from './drain/drain.ts'
import { createGarbage } from './drain/garbage.ts'
import { createPace } from './drain/pace.ts'
import { createTurns, drainShort } from './drain/turns.ts'
import { createWords } from './drain/words.ts'
import { createFirstIntegration, createFirstLink } from './first-start.ts'
import { createMetricsServer } from './http/metrics.ts'
import { createServer } from './http/server.ts'
import { limitsOf } from './limits.ts'
import { listen, stopListening } from './listening.ts'
import { errorFacts, type Log } from './log.ts'
import { createOutbox } from './outbox/outbox.ts'
import { createOutbound } from './outbound/create-outbound.ts'
import { createPasswords } from './password.ts'
import { createTeller } from './notify/teller.ts'
import { observedAppend, observedDrain } from './observed.ts'
import { checkReadiness } from './readiness.ts'
import { createKeys, recordKey } from './secrets/key.ts'
import { createSeal } from './secrets/seal.ts'
import { explained } from './store/sqlite/condition.ts'
import { lockDataDir } from './store/sqlite/lock.ts'
import { openSqliteStore } from './store/sqlite/store.ts'
import type { Store } from './store/store.ts'
import { createHub } from './stream/hub.ts'
import { createBackups, type Backups } from './upkeep/backups.ts'
import { createForgetting } from './upkeep/forgetting.ts'
import { runOwn } from './upkeep/own-process.ts'
import { createRetention } from './upkeep/retention.ts'
import { createUpkeep } from './upkeep/upkeep.ts'
import { createWatching } from './watching.ts'

/** A running Navish. */
export interface App {
  /** Where it listens, seen from this machine. */
  url: string
  /** The token of the integration that was made because there was none; shown once, kept nowhere. */
  firstToken: string | null
  /** The link with which the first admin is made, while there is none. It works once, for half an hour. */
  setupUrl: string | null
  /** Whether the drain turns, well or not: when it does not, only a new start helps. */
  isTurning(): boolean
  /** Stops listening, finishes what is in flight, drains what is short, and closes the database. */
  stop(): Promise<void>
}

export interface AppParts {
  config: Config
  clock: Clock
  log: Log
}

/** A turn of the drain takes some ms; after so many without an end it hangs. */
const longestTurn = 30_000

/** Starts everything. Throws when the data directory is in use (`conflict`), from another version, cannot be used, or the port is taken. */
export async function startApp({ config, clock, log }: AppParts): Promise<App> {
  await using started = new AsyncDisposableStack()
  try {
    const lock = started.adopt(lockDataDir(config.dataDir), ({ unlock }) => unlock())
    const opened = openSqliteStore({
      dataDir: config.dataDir,
      prepare: true,
      now: clock(),
      onUpgraded: (names) => log.info('database upgraded', { steps: names.join(' ') }),
    })
    const store = started.adopt(opened, (it) => it.close())
    lock.markUsed()
    const app = await startOn(store, lock.unlock, { config, clock, log })
    started.move()
    return app
  } catch (error) {
    throw explained(error, config.dataDir)
  }
}

async function startOn(store: Store, unlock: () => void, parts: AppParts): Promise<App> {
  const { config, clock, log } = parts
  const { dataDir } = config
  const watching = await createWatching({
    config,
    store,
    standing: () => teller.standing(),
    backup: () => backups?.condition() ?? null,
    lastDrain: () => loop.lastTick(),
    readers: () => hub.size(),
    clock,
    monotonic,
    log,
  })
  const { observer } = watching
  const outbox = createOutbox(observedAppend(store, observer, monotonic), {
    monotonic,
    onCommitted: () => loop.wake(),
  })
  const pace = createPace({ activity: outbox.activity, clock, monotonic })
  const drain = observedDrain(
    (batchMs) => drainBatch({ store, clock, log, random: Math.random, batchMs }),
    observer,
    monotonic,
  )
  const loop = createTurns({
    drain,
    pace,
    garbage: createGarbage(() => Bun.gc(true)),
    words: createWords(store),
    clock: monotonic,
    log,
    onChanged: changed,
  })
  const hub = createHub({
    store,
    clock,
    monotonic,
    log,
    random: Math.random,
    isBusy: pace.isCrowded,
  })
  const limits = limitsOf(config)
  const seal = createSeal(createKeys({ configured: config.secretKey, dataDir }))
  const outbound = createOutbound({ policy: { allow: config.outboundAllow } })
  const backups = backupsOf(parts, () => teller.look())
  const teller = createTeller({
    store,
    dataDir,
    open: seal.open,
    outbound,
    publicUrl: async () => config.publicUrl ?? (await store.showSettings()).publicUrl ?? url,
    clock,
    monotonic,
    log,
    observer,
    backup: () => backups?.condition() ?? null,
    onChanged: changed,
  })
  function changed(): void {
    hub.wake()
    teller.wake()
  }
  const readiness = () => checkReadiness({ store, loop, alarms: teller, clock, monotonic, dataDir })
  const { app: server, refusals } = createServer({
    settings: config,
    store,
    outbox,
    hub: { ...hub, wake: changed },
    passwords: createPasswords(),
    seal,
    outbound,
    limits,
    clock,
    monotonic,
    log,
    readiness,
    observer,
    scrape: watching.scrape,
    pause,
    wakeDrain: () => loop.wake(),
  })

  const url = listen(server, config) + config.basePath
  const metricsServer = createMetricsServer({ ...watching, token: config.metricsToken })
  let metricsUrl: string | undefined
  let firstToken: string | null
  let setupUrl: string | null
  try {
    if (config.metricsAddress !== null) {
      metricsUrl = `${listen(metricsServer, addressIn(config.metricsAddress))}/metrics`
    }
    recordAddress(dataDir, url)
    recordKey({ configured: config.secretKey, dataDir })
    const { publicUrl } = await store.showSettings()
    setupUrl = await createFirstLink(store, config.publicUrl ?? publicUrl ?? url, clock())
    // Last: a start that fails must not use up the one time that the token is shown.
    firstToken = await createFirstIntegration(store, clock())
    await teller.start()
  } catch (error) {
    await Promise.all([server.server?.stop(true), metricsServer.server?.stop(true)])
    throw error
  }
  loop.start()
  const startedAt = monotonic()
  watching.start()
  const chores = [
    createForgetting(store, clock),
    createRetention({ store, limits, clock, monotonic, pace, log }),
    ...(backups === null ? [] : [backups]),
  ]
  const upkeep = createUpkeep(chores, { clock: monotonic, log })
  upkeep.start()
  log.info('listening', { url, dataDir, metricsUrl })

  return {
    url,
    firstToken,
    setupUrl,
    isTurning: () => monotonic() - (loop.lastTurn() ?? startedAt) <= longestTurn,
    async stop() {
      log.info('stopping')
      await Promise.all([upkeep.stop(), hub.close()])
      await Promise.all([stopListening(server), metricsServer.server?.stop(true), teller.stop()])
      await refusals.write()
      await outbox.settle()
      await loop.stop()
      try {
        await drainShort({ drain, clock: monotonic })
        await watching.stop()
        await store.checkpoint()
      } catch (error) {
        // Nothing is lost by this: what is left in the outbox is taken up at the next start.
        log.error('stopped early', errorFacts(error))
      }
      forgetAddress(dataDir)
      await store.close()
      unlock()
      log.info('stopped')
    },
  }
}

function backupsOf({ config, clock, log }: AppParts, onOutcome: () => void): Backups | null {
  const { dataDir, backupEvery: every, backupKeep: keep, backupRecipients: recipients } = config
  if (every === null) return null
  const folder = backupFolder(config)
  const run = runOwn
  return createBackups({ dataDir, folder, every, keep, recipients, clock, log, run, onOutcome })
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
