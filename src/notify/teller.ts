import type { Clock } from '../clock.ts'
import { createLoop } from '../drain/loop.ts'
import { errorFacts, type Log } from '../log.ts'
import type { Observer } from '../observer.ts'
import type { Outbound } from '../outbound/outbound.ts'
import type { Store } from '../store/store.ts'
import { createAlarms, type Alarms, type AlarmsParts } from './alarms.ts'
import { notifiers } from './kinds.ts'
import { createLanes } from './lanes.ts'
import type { Notifier } from './notifier.ts'
import { createSender } from './sender.ts'

/** Tells people what the store says that they are to be told, and looks whether Navish itself needs them, as long as the server runs. */
export interface Teller {
  /** What an earlier server had begun and not ended is begun again. */
  start(): Promise<void>
  /** Something may be to be told. */
  wake(): void
  /** What is wrong with Navish itself may have changed. */
  look(): void
  /** What is wrong with Navish itself, at this moment. */
  standing: Alarms['standing']
  /** Begins nothing more, and waits a moment for what is under way. */
  stop(): Promise<void>
}

export interface TellerParts {
  store: Store
  dataDir: string
  /** Opens the secret settings of a channel. */
  open(sealed: string): Record<string, unknown>
  outbound: Outbound
  /** Under which links to alerts begin. */
  publicUrl(): Promise<string>
  clock: Clock
  monotonic: Clock
  log: Log
  observer: Pick<Observer, 'attempted'>
  backup: AlarmsParts['backup']
  /** Alerts may have changed. */
  onChanged(): void
}

/** ms that one attempt may take, and that a stop waits. */
const patience = { attempt: 30_000, stop: 1_000 }
/** ms: what changes together is told in the order in which it changed. */
const wakeDelay = 10

export function createTeller(parts: TellerParts): Teller {
  const { store, dataDir, open, outbound, publicUrl, clock, monotonic, log } = parts
  const { observer, backup, onChanged } = parts
  const kinds: Readonly<Record<string, Notifier>> = notifiers
  const lanes = createLanes({
    store,
    send: createSender({
      notifiers: kinds,
      outbound,
      open,
      publicUrl,
      log,
      patience: patience.attempt,
    }),
    digests: (kind) => kinds[kind]?.digests ?? false,
    clock,
    monotonic,
    log,
    observer,
    random: Math.random,
    onFree: () => loop.wake(),
  })
  const loop = createLoop({
    tick: lanes.tick,
    onError: (error) => log.error('telling failed', errorFacts(error)),
    clock: monotonic,
    retryDelay: 5_000,
    wakeDelay,
  })
  const alarms = createAlarms({ store, dataDir, clock, backup, onChanged })
  const watch = createLoop({
    tick: alarms.tick,
    onError: (error) => log.error('alarms not noted', errorFacts(error)),
    clock: monotonic,
    retryDelay: 60_000,
    wakeDelay,
  })
  return {
    async start() {
      await store.releaseDeliveries(clock())
      loop.start()
      watch.start()
    },
    wake: loop.wake,
    look: watch.wake,
    standing: alarms.standing,
    async stop() {
      await Promise.all([loop.stop(), watch.stop()])
      await lanes.settle(patience.stop)
    },
  }
}
