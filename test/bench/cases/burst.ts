import type { Case } from '../case.ts'
import { runBurst, type Burst } from '../clients/run.ts'
import { mustHaveAll } from '../ledger.ts'
import { startNavish } from '../navish.ts'
import { ms } from '../report.ts'
import { numbersOf } from '../statistics.ts'

const connections = 500

/** What an outage at the customers' brings: many senders that come at once, and each waits a second at most. */
export const burst: Case = async (bench) => {
  const { settings, workspace, tell } = bench
  const each = 20
  const navish = await startNavish(bench)
  const found: Burst[] = []
  for (let round = 1; round <= settings.rounds(3); round += 1) {
    const seed = 20 + round
    const one = await runBurst(bench, { url: navish.webhook, connections, each, seed })
    if (one.accepted < connections * each) {
      throw new Error(`${one.refused} requests were refused, ${one.failed} connections failed`)
    }
    tell(`round ${round}: ${ms(one.took)}, slowest ${ms(one.max)}`)
    found.push(one)
    await navish.drained()
  }
  mustHaveAll(navish.dataDir, connections * each * found.length)
  await navish.stop()
  workspace.clear(navish.dataDir)

  const slowest = Math.max(...found.map(({ max }) => max))
  return {
    name: 'burst',
    what: `${connections} connections at once, ${each} requests on each; nobody has sent before the first round`,
    target: 'all 202, slowest <= 1 s',
    told: `all 202, slowest ${ms(slowest)}`,
    measured: {
      ...numbersOf(
        'slowestMs',
        found.map(({ max }) => max),
      ),
      ...numbersOf(
        'p99Ms',
        found.map(({ p99 }) => p99),
      ),
      ...numbersOf(
        'p50Ms',
        found.map(({ p50 }) => p50),
      ),
      ...numbersOf(
        'allMs',
        found.map(({ took }) => took),
      ),
    },
    reached: slowest <= 1000,
  }
}
