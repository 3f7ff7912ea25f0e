import type { Bench, Case } from '../case.ts'
import { makePool, type Body } from '../bodies.ts'
import { firstAnswer, freePort } from '../clients/first.ts'
import { requestOf } from '../clients/request.ts'
import { fill } from '../clients/run.ts'
import { load, writePool } from '../load.ts'
import { mustHaveAll } from '../ledger.ts'
import { startNavish, startServing, webhookPath } from '../navish.ts'
import { memoryOf } from '../process.ts'
import { ms, short } from '../report.ts'
import { median, numbersOf } from '../statistics.ts'

/** From the start of the process to its first 202, on a data directory that it makes itself. The token is known when it prints it. */
async function startFresh(bench: Bench, body: Body): Promise<number> {
  const dataDir = bench.workspace.folder('fresh')
  const started = performance.now()
  const { url, printed, end } = await startServing(bench, dataDir).listening
  const token = /nvi_\w+/.exec(printed)?.[0] ?? ''
  const webhook = url + webhookPath(token)
  const took = (await firstAnswer(webhook, requestOf(webhook, body))) - started
  await end()
  bench.workspace.clear(dataDir)
  return took
}

async function startAgain(
  bench: Bench,
  { dataDir, token }: { dataDir: string; token: string },
  body: Body,
): Promise<number> {
  const port = freePort()
  const webhook = `http://127.0.0.1:${port}${webhookPath(token)}`
  const request = requestOf(webhook, body)
  const started = performance.now()
  const { listening, end } = startServing(bench, dataDir, { port })
  const took = (await firstAnswer(webhook, request)) - started
  await listening
  await end()
  return took
}

async function measureStarts(bench: Bench) {
  const { settings, workspace } = bench
  const count = settings.amount(10, 3)
  const bodies = makePool({ count, size: 1000, seed: 11 })
  const dataDir = workspace.folder('existing')
  const { token } = await fill(bench, { dataDir, count: 10_000, mix: 'mixed' })
  const drained = await startNavish(bench, { dataDir, token })
  await drained.drained()
  await drained.stop()
  const fresh: number[] = []
  const existing: number[] = []
  for (const body of bodies) {
    fresh.push(await startFresh(bench, body))
    existing.push(await startAgain(bench, { dataDir, token }, body))
  }
  workspace.clear(dataDir)
  return { fresh, existing }
}

/** What is resident when nothing happens: at first, and after a day's work. */
async function measureMemory(bench: Bench) {
  const { settings, workspace, tell } = bench
  const pool = writePool(bench, { count: 5000, size: 1000 })
  const navish = await startNavish(bench)
  await Bun.sleep(settings.amount(5_000, 2_000))
  const atFirst = memoryOf(navish.pid).resident
  tell(`${short(atFirst)} MB at first`)

  const wanted = settings.amount(1_000_000, 30_000)
  const mostSeconds = settings.amount(150, 10)
  const slice = settings.amount(10, 2)
  let events = 0
  let seconds = 0
  for (; events < wanted && seconds < mostSeconds; seconds += slice) {
    const options = { url: navish.webhook, pool, connections: 64, seconds: slice }
    events += (await load(bench, options)).requests
  }
  const { peak } = memoryOf(navish.pid)
  await navish.drained()
  mustHaveAll(navish.dataDir, events)
  await Bun.sleep(settings.amount(10_000, 2_000))
  const atLast = memoryOf(navish.pid)
  await navish.stop()
  workspace.clear(navish.dataDir)
  return { atFirst, events, seconds, peak: Math.max(peak, atLast.peak), atLast: atLast.resident }
}

export const start: Case = async (bench) => {
  const { fresh, existing } = await measureStarts(bench)
  const memory = await measureMemory(bench)
  const slower = Math.max(median(fresh), median(existing))
  return {
    name: 'start',
    what: `from exec to the first 202, and resident memory when nothing happens: at first and after ${memory.events} events in ${memory.seconds} s`,
    target: '150 ms fresh and existing; 70 MB, 120 MB',
    told: `${ms(median(fresh))}, ${ms(median(existing))}; ${short(memory.atFirst)} MB, ${short(memory.atLast)} MB after ${memory.events} events`,
    measured: {
      ...numbersOf('freshMs', fresh),
      ...numbersOf('existingMs', existing),
      memoryAtFirstMb: memory.atFirst,
      memoryAtLastMb: memory.atLast,
      memoryPeakMb: memory.peak,
      events: memory.events,
      seconds: memory.seconds,
    },
    reached: slower <= 150 && memory.atFirst <= 70 && memory.atLast <= 120,
  }
}
