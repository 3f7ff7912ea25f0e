import { join } from 'node:path'
import type { Case } from '../case.ts'
import { runVisible } from '../clients/run.ts'
import { mustHaveAll } from '../ledger.ts'
import { load, writePool } from '../load.ts'
import { startNavish } from '../navish.ts'
import { ms } from '../report.ts'

const connections = 64

/** From a request until somebody else can read its alert, with some load but no queue. */
export const visible: Case = async (bench) => {
  const { settings, workspace, tell } = bench
  const pool = writePool(bench, { count: 5000, size: 1000 })
  const navish = await startNavish(bench)
  const full = { url: navish.webhook, pool, connections, seconds: settings.seconds(3) }
  const warm = await load(bench, { ...full, seconds: 1 })
  const most = await load(bench, full)
  await navish.drained()
  const rate = Math.round(most.rate / 4)
  const seconds = settings.seconds(10)
  tell(`${rate}/s for ${seconds} s`)
  const found = await runVisible(bench, {
    url: navish.webhook,
    database: join(navish.dataDir, 'navish.db'),
    rate,
    connections,
    seconds,
  })
  if (found.refused + found.lost > 0) {
    throw new Error(`${found.refused} were refused, ${found.lost} alerts did not come`)
  }
  await navish.drained()
  mustHaveAll(navish.dataDir, warm.requests + most.requests + found.sent)
  await navish.stop()
  workspace.clear(navish.dataDir)
  return {
    name: 'visible',
    what: `events about new issues at a quarter of the full rate: from when one was due until its alert can be read beside the server`,
    target: 'p99 <= 50 ms',
    told: `p99 ${ms(found.p99)} at ${rate}/s, p50 ${ms(found.p50)}, most ${ms(found.max)}`,
    measured: {
      perSecond: rate,
      p50Ms: found.p50,
      p99Ms: found.p99,
      maxMs: found.max,
      answerP50Ms: found.answerP50,
      answerP99Ms: found.answerP99,
      answerMaxMs: found.answerMax,
    },
    reached: found.p99 <= 50,
  }
}
