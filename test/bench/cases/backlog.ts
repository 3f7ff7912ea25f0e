import { makePool } from '../bodies.ts'
import type { Case } from '../case.ts'
import { firstAnswer, freePort } from '../clients/first.ts'
import { requestOf } from '../clients/request.ts'
import { fill } from '../clients/run.ts'
import { mustHaveAll } from '../ledger.ts'
import { navishAt, startServing, webhookPath } from '../navish.ts'
import { memoryOf } from '../process.ts'
import { ms, short } from '../report.ts'
import { sample } from '../sampling.ts'

/** A start after a long outage of the drain: it must take requests at once, in little memory, and forget nothing. */
export const backlog: Case = async (bench) => {
  const { settings, workspace, tell } = bench
  const count = settings.amount(1_000_000, 20_000)
  const dataDir = workspace.folder('backlog')
  const { token } = await fill(bench, { dataDir, count, mix: 'mixed' })
  const [body] = makePool({ count: 1, size: 1000, seed: 9 })
  if (body === undefined) throw new Error('the pool is empty')
  const port = freePort()
  const webhook = `http://127.0.0.1:${port}${webhookPath(token)}`
  const request = requestOf(webhook, body)

  const started = performance.now()
  const { pid, listening, end } = startServing(bench, dataDir, { port })
  const first = (await firstAnswer(webhook, request)) - started
  tell(`first 202 after ${ms(first)}`)
  const { url } = await listening
  const residents: number[] = []
  const stopSampling = sample(100, () => residents.push(memoryOf(pid).resident))
  const took = ((await navishAt(url).drained()) - started) / 1000
  stopSampling()
  const { resident, peak } = memoryOf(pid)
  const { total } = mustHaveAll(dataDir, count + 1)
  await end()
  workspace.clear(dataDir)
  return {
    name: 'backlog',
    what: `${count} events of 1 KB wait at the start, one in ten about a new issue`,
    target: 'first 202 <= 500 ms, memory <= 150 MB, all drained',
    told: `first 202 after ${ms(first)}, ${short(peak)} MB, all ${total} drained in ${took.toFixed(1)} s`,
    measured: {
      firstMs: first,
      memoryPeakMb: peak,
      memorySampledMb: Math.max(...residents),
      memoryAfterMb: resident,
      events: total,
      seconds: took,
      perSecond: total / took,
    },
    reached: first <= 500 && peak <= 150,
  }
}
