import type { Bench, Case } from '../case.ts'
import { fillPast, runReads, runSteady, type Reads, type Steady } from '../clients/run.ts'
import { readLedger } from '../ledger.ts'
import { load, writePool } from '../load.ts'
import { startNavish } from '../navish.ts'
import { ms, short } from '../report.ts'
import { median } from '../statistics.ts'
import { pathsOf } from './api-paths.ts'

const connections = 64
const target = { median: 20, worst: 100 }

interface Measured {
  quiet: Reads
  /** While events come in. */
  busy: Reads
  alone: Steady
  beside: Steady
  rate: number
  size: { alerts: number; events: number }
}

async function measure(bench: Bench): Promise<Measured> {
  const { settings, workspace, tell } = bench
  const size = {
    alerts: settings.amount(1_000_000, 20_000),
    events: settings.amount(5_000_000, 100_000),
  }
  const dataDir = workspace.folder('past')
  const { token, apiToken } = await fillPast(bench, { dataDir, ...size })
  const navish = await startNavish(bench, { dataDir, token })
  tell('filled')
  const { origin: url } = new URL(navish.webhook)
  const paths = pathsOf(size, Date.now())
  const read = (rounds: number, seconds = 0) =>
    runReads(bench, { url, apiToken, paths, reference: '/healthz', rounds, seconds })
  await read(1)
  const quiet = await read(settings.rounds(30))

  const pool = writePool(bench, { count: 5000, size: 1000 })
  const most = await load(bench, {
    url: navish.webhook,
    pool,
    connections,
    seconds: settings.amount(3, 1),
  })
  await navish.drained()
  // Much more than Sentry sends anybody, and as much as leaves the core that the clients share some time.
  const rate = Math.round(most.rate / 16)
  const seconds = settings.seconds(12)
  const steady = (seed: number) =>
    runSteady(bench, { url: navish.webhook, rate, connections, seconds, seed })
  tell(`${rate}/s`)
  const alone = await steady(21)
  await navish.drained()
  // A little longer, because the other has to make its bodies first.
  const [beside, busy] = await Promise.all([steady(22), read(1, seconds + 3)])
  await navish.drained()
  const { total, pending } = readLedger(dataDir)
  const accepted = size.events + most.requests + alone.sent + beside.sent
  if (alone.refused + beside.refused + pending > 0 || total < accepted) {
    throw new Error(`of ${accepted} events ${total} are there, ${pending} of them pending`)
  }
  await navish.stop()
  workspace.clear(dataDir)
  return { quiet, busy, alone, beside, rate, size }
}

/** What takes longest, by its median and by its worst. */
function slowest(reads: Reads) {
  const all = Object.entries(reads).filter(([name]) => name !== 'reference')
  const by = (value: 'p50' | 'max') =>
    all.reduce((most, one) => (one[1][value] > most[1][value] ? one : most))
  return { median: by('p50'), worst: by('max') }
}

function numbersOf(suffix: string, reads: Reads): Record<string, number> {
  return Object.fromEntries(
    Object.entries(reads).flatMap(([name, { p50, max }]) => [
      [`${name}${suffix}Ms`, p50],
      [`${name}${suffix}WorstMs`, max],
    ]),
  )
}

function told(reads: Reads): string {
  const { median: slow, worst } = slowest(reads)
  const all = Object.values(reads).map(({ p50 }) => p50)
  const ratio = short(slow[1].p50 / reads.reference.p50)
  return `half of them ${ms(median(all))}, ${slow[0]} ${ms(slow[1].p50)} (${ratio} × /healthz), once ${ms(worst[1].max)} (${worst[0]})`
}

/** How long it takes to read, when there is much to read from. */
export const api: Case = async (bench) => {
  const { quiet, busy, alone, beside, rate, size } = await measure(bench)
  const { median: middle, worst } = slowest(quiet)
  return {
    name: 'api',
    what: `lists, searches and figures over ${size.alerts} alerts and ${size.events} events, one at a time; and the same while ${rate} events come in a second`,
    target: `each p50 <= ${target.median} ms, worst <= ${target.worst} ms`,
    told: `${told(quiet)}; beside ${rate} events/s ${told(busy)}; p99 of those ${ms(beside.p99)}, without readers ${ms(alone.p99)}`,
    measured: {
      ...numbersOf('', quiet),
      ...numbersOf('Beside', busy),
      intakePerSecond: rate,
      intakeP99Ms: beside.p99,
      intakeP99MsAlone: alone.p99,
      intakeMaxMs: beside.max,
      intakeMaxMsAlone: alone.max,
    },
    reached: middle[1].p50 <= target.median && worst[1].max <= target.worst,
  }
}
