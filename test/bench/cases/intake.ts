import type { Bench, Case, Result } from '../case.ts'
import { writePool } from '../load.ts'
import { ms, short } from '../report.ts'
import { compare, ratiosOf, valuesOf, type Round } from '../rounds.ts'
import { median, numbersOf, spreadOf } from '../statistics.ts'

const connections = 64

/** How fast requests are taken, in parts of how fast the same runtime can take them and forget them. */
async function measure(bench: Bench, size: number, count: number): Promise<Round[]> {
  const { settings } = bench
  const pool = writePool(bench, { count, size })
  return compare(bench, {
    rounds: settings.rounds(5),
    seconds: settings.seconds(3),
    connections,
    pool,
  })
}

function measuredOf(rounds: readonly Round[]): Record<string, number> {
  const rate = valuesOf(rounds, 'rate')
  const p99 = valuesOf(rounds, 'p99')
  const cpu = valuesOf(rounds, 'cpu')
  const foreign = valuesOf(rounds, 'foreign')
  return {
    ...numbersOf('ratio', ratiosOf(rounds)),
    ...numbersOf('serverPerSecond', rate.server),
    ...numbersOf('referencePerSecond', rate.reference),
    ...numbersOf('serverP99Ms', p99.server),
    ...numbersOf('referenceP99Ms', p99.reference),
    serverCpuMicrosPerRequest: median(cpu.server),
    referenceCpuMicrosPerRequest: median(cpu.reference),
    ...numbersOf('serverCoreForeign', foreign.server),
    ...numbersOf('referenceCoreForeign', foreign.reference),
  }
}

function told(rounds: readonly Round[]): string {
  const { median: middle, least, most } = spreadOf(ratiosOf(rounds))
  const rate = valuesOf(rounds, 'rate')
  const rates = `${short(median(rate.server))}/s of ${short(median(rate.reference))}/s`
  return `${short(middle)} (${short(least)} to ${short(most)}), ${rates}`
}

export const intake1k: Case = async (bench): Promise<Result> => {
  const rounds = await measure(bench, 1000, 5000)
  const measured = measuredOf(rounds)
  const p99 = median(valuesOf(rounds, 'p99').server)
  return {
    name: 'intake-1k',
    what: `${connections} connections, bodies of 1 KB, against the reference`,
    target: 'ratio >= 0.65, p99 <= 10 ms',
    told: `${told(rounds)}, p99 ${ms(p99)}`,
    measured,
    reached: median(ratiosOf(rounds)) >= 0.65 && p99 <= 10,
  }
}

export const intake8k: Case = async (bench): Promise<Result> => {
  const rounds = await measure(bench, 8000, 1000)
  return {
    name: 'intake-8k',
    what: `${connections} connections, bodies of 8 KB, against the reference`,
    target: 'ratio >= 0.50',
    told: told(rounds),
    measured: measuredOf(rounds),
    reached: median(ratiosOf(rounds)) >= 0.5,
  }
}
