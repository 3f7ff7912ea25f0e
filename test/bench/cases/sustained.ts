import type { Case } from '../case.ts'
import { mustHaveAll } from '../ledger.ts'
import { load, writePool } from '../load.ts'
import { startNavish } from '../navish.ts'
import { cpuMicros } from '../process.ts'
import { short } from '../report.ts'
import { referenceUrl, startReference, turn } from '../rounds.ts'
import { median } from '../statistics.ts'

const connections = 64

/** What is taken and drained for as long as you like: whatever waits at the end is waited for. */
export const sustained: Case = async (bench) => {
  const { settings, workspace, tell } = bench
  const pool = writePool(bench, { count: 5000, size: 1000 })
  const seconds = settings.seconds(60)
  const reference = await startReference(bench)
  const navish = await startNavish(bench)
  const besides = () =>
    turn(bench, referenceUrl(reference), reference.pid, {
      pool,
      connections,
      seconds: Math.min(3, seconds),
    })

  const before = await besides()
  const warm = await load(bench, { url: navish.webhook, pool, connections, seconds: 1 })
  await navish.drained()
  const cpuBefore = cpuMicros(navish.pid)
  const started = performance.now()
  const taken = await load(bench, { url: navish.webhook, pool, connections, seconds })
  const waiting = await navish.pending()
  tell(`${taken.requests} taken at ${taken.rate.toFixed(0)}/s, ${waiting} of them still wait`)
  const drained = await navish.drained()
  const cpu = (cpuMicros(navish.pid) - cpuBefore) / taken.requests
  mustHaveAll(navish.dataDir, warm.requests + taken.requests)
  const after = await besides()
  await navish.stop()
  await reference.end()
  workspace.clear(navish.dataDir)

  const took = (drained - started) / 1000
  const rate = taken.requests / took
  const ratio = rate / median([before.rate, after.rate])
  return {
    name: 'sustained',
    what: `${connections} connections, bodies of 1 KB for ${seconds} s, and then until all is drained`,
    target: 'ratio >= 0.35',
    told: `${short(ratio)}: ${short(taken.requests)} in ${took.toFixed(1)} s, ${short(rate)}/s of ${short(median([before.rate, after.rate]))}/s`,
    measured: {
      ratio,
      perSecond: rate,
      takenPerSecond: taken.rate,
      waitingAfterLoad: waiting,
      p99Ms: taken.p99,
      maxMs: taken.max,
      cpuMicrosPerEvent: cpu,
      referenceBeforePerSecond: before.rate,
      referenceAfterPerSecond: after.rate,
      referenceCpuMicrosPerRequest: median([before.cpu, after.cpu]),
    },
    reached: ratio >= 0.35,
  }
}
