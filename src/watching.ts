import type { Clock } from './clock.ts'
import type { Config } from './config/config.ts'
import type { Alarm, BackupCondition } from './core/alarm.ts'
import type { Log } from './log.ts'
import { createMetrics, type Metrics } from './metrics/metrics.ts'
import { bothOf, type Observer } from './observer.ts'
import type { Store } from './store/store.ts'
import type { Traces } from './traces/traces.ts'
import { commit, version } from './version.ts'

/** What others see of a server that runs: metrics, always, and traces, where somebody wants them. */
export interface Watching extends Pick<Metrics, 'scrape' | 'start'> {
  observer: Observer
  /** Sends what traces are left, for a second at most. */
  stop(): Promise<void>
}

export interface WatchingParts {
  config: Pick<Config, 'dataDir' | 'otlpEndpoint' | 'otlpHeaders'>
  store: Pick<Store, 'showLevels'>
  standing(): readonly Alarm[]
  backup(): BackupCondition | null
  lastDrain(): number | null
  readers(): number
  clock: Clock
  monotonic: Clock
  log: Log
}

export async function createWatching({ config, ...parts }: WatchingParts): Promise<Watching> {
  const { dataDir } = config
  const build = { version, commit, bun: Bun.version }
  const metrics = createMetrics({ ...parts, dataDir, build })
  const traces = await tracesFor(config, parts)
  return {
    observer: traces === null ? metrics.observer : bothOf(metrics.observer, traces.observer),
    scrape: metrics.scrape,
    start: metrics.start,
    async stop() {
      metrics.stop()
      await traces?.stop()
    },
  }
}

/** What it takes to make traces is loaded only where they are wanted. */
async function tracesFor(
  { otlpEndpoint: endpoint, otlpHeaders: headers }: WatchingParts['config'],
  { clock, monotonic, log }: Pick<WatchingParts, 'clock' | 'monotonic' | 'log'>,
): Promise<Traces | null> {
  if (endpoint === null) return null
  const { createTraces } = await import('./traces/traces.ts')
  return createTraces({ endpoint, headers, env: process.env, version, clock, monotonic, log })
}
