import type { Case } from '../case.ts'
import { writePool } from '../load.ts'
import { measureSync } from '../machine.ts'
import { ms, short } from '../report.ts'
import { compare, valuesOf } from '../rounds.ts'
import { median, numbersOf, spreadOf } from '../statistics.ts'

/** What a request costs when it shares its wait for the disk with no other. */
export const one: Case = async (bench) => {
  const { settings, workspace } = bench
  const pauses: number[] = []
  const straights: number[] = []
  const rounds = await compare(bench, {
    rounds: settings.rounds(5),
    seconds: settings.seconds(3),
    connections: 1,
    pool: writePool(bench, { count: 2000, size: 1000 }),
    // Others use the disk, too: each round has its own, from before and after.
    async around() {
      const { paused, straight } = await measureSync(workspace, settings.amount(200, 100))
      pauses.push(paused)
      straights.push(straight)
    },
  })
  const { server, reference } = valuesOf(rounds, 'p50')
  const syncs = rounds.map(({ server: { p50 }, reference: { p50: without } }, index) => {
    return (p50 - without) / median(pauses.slice(2 * index, 2 * index + 2))
  })
  const { median: middle, least, most } = spreadOf(syncs)
  return {
    name: 'one',
    what: 'one connection: what a request takes longer than at the reference, in waits for the disk',
    target: 'p50 <= reference + 1.5 fdatasync',
    told: `reference + ${short(middle)} (${short(least)} to ${short(most)}) fdatasync, p50 ${ms(median(server))}`,
    measured: {
      ...numbersOf('syncs', syncs),
      ...numbersOf('serverP50Ms', server),
      ...numbersOf('referenceP50Ms', reference),
      ...numbersOf('syncPausedMs', pauses),
      ...numbersOf('syncStraightMs', straights),
      ...numbersOf('serverP99Ms', valuesOf(rounds, 'p99').server),
      ...numbersOf('serverPerSecond', valuesOf(rounds, 'rate').server),
      serverCpuMicrosPerRequest: median(valuesOf(rounds, 'cpu').server),
      referenceCpuMicrosPerRequest: median(valuesOf(rounds, 'cpu').reference),
    },
    reached: middle <= 1.5,
  }
}
