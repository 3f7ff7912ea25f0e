import { cpSync } from 'node:fs'
import type { Bench, Case } from '../case.ts'
import { fill, type Mix } from '../clients/run.ts'
import { mustHaveAll } from '../ledger.ts'
import { startNavish } from '../navish.ts'
import { cpuMicros } from '../process.ts'
import { short } from '../report.ts'
import { median, numbersOf, spreadOf } from '../statistics.ts'

interface Drained {
  /** Events a second. */
  rate: number
  /** µs of processor time for an event. */
  cpu: number
}

/** Drains the same backlog so many times; the clock starts with the process. */
async function measure(bench: Bench, mix: Mix, count: number, rounds: number): Promise<Drained[]> {
  const { workspace, tell } = bench
  const filled = workspace.folder(`backlog-${mix}`)
  const { token } = await fill(bench, { dataDir: filled, count, mix })
  const found: Drained[] = []
  for (let round = 1; round <= rounds; round += 1) {
    const dataDir = workspace.folder(`drain-${mix}`)
    cpSync(filled, dataDir, { recursive: true })
    const started = performance.now()
    const navish = await startNavish(bench, { dataDir, token })
    const rate = count / (((await navish.drained()) - started) / 1000)
    const cpu = cpuMicros(navish.pid) / count
    tell(`${mix}, round ${round}: ${rate.toFixed(0)}/s`)
    mustHaveAll(dataDir, count)
    await navish.stop()
    workspace.clear(dataDir)
    found.push({ rate, cpu })
  }
  workspace.clear(filled)
  return found
}

/** How fast a backlog is worked off while nobody sends. */
export const drain: Case = async (bench) => {
  const { settings } = bench
  const count = settings.amount(200_000, 10_000)
  const mixed = await measure(bench, 'mixed', count, settings.rounds(3))
  const fresh = await measure(bench, 'new', count, 1)
  const same = await measure(bench, 'same', count, 1)
  const ratesOf = (rounds: Drained[]) => rounds.map(({ rate }) => rate)
  const cpuOf = (rounds: Drained[]) => median(rounds.map(({ cpu }) => cpu))
  const { median: rate, least, most } = spreadOf(ratesOf(mixed))
  const others = `all new ${short(median(ratesOf(fresh)))}/s, all the same ${short(median(ratesOf(same)))}/s`
  return {
    name: 'drain',
    what: `${count} events of 1 KB that wait at the start, one in ten about a new issue`,
    target: '>= 15000/s',
    told: `${short(rate)}/s (${short(least)} to ${short(most)}); ${others}`,
    measured: {
      ...numbersOf('perSecond', ratesOf(mixed)),
      allNewPerSecond: median(ratesOf(fresh)),
      allSamePerSecond: median(ratesOf(same)),
      cpuMicrosPerEvent: cpuOf(mixed),
      allNewCpuMicrosPerEvent: cpuOf(fresh),
      allSameCpuMicrosPerEvent: cpuOf(same),
    },
    reached: rate >= 15_000,
  }
}
