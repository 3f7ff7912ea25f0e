import { statfs } from 'node:fs/promises'
import type { Clock } from '../clock.ts'
import type { Alarm, BackupCondition } from '../core/alarm.ts'
import { severities } from '../core/severity.ts'
import { errorFacts, type Log } from '../log.ts'
import type { Observer } from '../observer.ts'
import type { Levels } from '../store/levels.ts'
import type { Store } from '../store/store.ts'
import { definitions, type MetricName } from './definitions.ts'
import { textOf, type Family, type Format } from './exposition.ts'
import type { Histogram, Sample } from './instruments.ts'
import { createLag } from './lag.ts'
import { backupSamples, levelSamples, one } from './levels.ts'
import { processSamples } from './process.ts'
import { createTally } from './tally.ts'

/** What Prometheus is told. */
export interface Metrics {
  /** Counts what it is told of. */
  observer: Observer
  /** Everything as text. Asks the store and the system for a few ms; what they do not tell is left out, and the log says why. */
  scrape(format: Format): Promise<string>
  start(): void
  stop(): void
}

export interface MetricsParts {
  store: Pick<Store, 'showLevels'>
  dataDir: string
  /** What is wrong with Navish itself. */
  standing(): readonly Alarm[]
  /** How backups are; null: none are made by themselves. */
  backup(): BackupCondition | null
  /** When the drain last went well, by the monotonic clock; null: not yet. */
  lastDrain(): number | null
  /** How many follow the stream. */
  readers(): number
  clock: Clock
  monotonic: Clock
  log: Log
  build: { version: string; commit: string | null; bun: string }
}

/** What was found out, by metric; what is missing is not told. */
export type Found = Partial<Record<MetricName, readonly Sample[] | Histogram>>

export function createMetrics(parts: MetricsParts): Metrics {
  const { store, dataDir, clock, monotonic, log, build } = parts
  const { observer, counters, histograms, lastAccepted } = createTally()
  const lag = createLag(histograms.loopLag.of(), monotonic)

  function counted(): Found {
    const samples = Object.entries(counters).map(([name, it]) => [name, it.samples()] as const)
    return { ...Object.fromEntries(samples), ...histograms }
  }

  /** Unix ms of a moment by the monotonic clock. */
  const timeOf = (moment: number, now: number) => now - (monotonic() - moment)

  function levels(found: Levels, now: number): Found {
    const accepted = [...lastAccepted].map(([id, moment]) => [id, timeOf(moment, now)] as const)
    return levelSamples(found, new Map(accepted), now)
  }

  function known(now: number): Found {
    const last = parts.lastDrain()
    const standing = parts.standing().map(({ severity }) => severity)
    return {
      drainLast: last === null ? [] : one(timeOf(last, now) / 1000),
      readers: one(parts.readers()),
      alarms: severities.map((severity) => ({
        values: [severity],
        value: standing.filter((each) => each === severity).length,
      })),
      build: [{ values: [build.version, build.commit ?? 'unknown', build.bun], value: 1 }],
    }
  }

  /** A part that fails takes nothing else with it: what is told of a server in trouble is wanted most. */
  async function orNothing(part: string, ask: () => Promise<Found>): Promise<Found> {
    try {
      return await ask()
    } catch (error) {
      log.warn('metrics incomplete', { part, ...errorFacts(error) })
      return {}
    }
  }

  return {
    observer,

    async scrape(format) {
      const begun = monotonic()
      const now = clock()
      const found: Found = {
        ...counted(),
        ...known(now),
        ...backupSamples(parts.backup(), now),
        ...(await orNothing('database', async () => levels(await store.showLevels(), now))),
        ...(await orNothing('disk', () => diskSamples(dataDir))),
        ...(await orNothing('process', () => processSamples())),
      }
      found.scrapeSeconds = one((monotonic() - begun) / 1000)
      return textOf(familiesOf(found), format)
    },

    start: lag.start,
    stop: lag.stop,
  }
}

function familiesOf(found: Found): Family[] {
  const names = Object.keys(definitions) as MetricName[]
  return names.flatMap((name) => {
    const told = found[name]
    return told === undefined ? [] : [{ definition: definitions[name], told }]
  })
}

async function diskSamples(dataDir: string): Promise<Found> {
  const { bavail, blocks, bsize } = await statfs(dataDir)
  return { diskFree: one(bavail * bsize), diskSize: one(blocks * bsize) }
}
