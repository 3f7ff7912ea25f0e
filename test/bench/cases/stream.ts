import type { Bench, Case } from '../case.ts'
import { run } from '../children.ts'
import { startReaders, type ReadersTold } from '../clients/run.ts'
import { mustHaveAll } from '../ledger.ts'
import { writePool } from '../load.ts'
import { startNavish, type Navish } from '../navish.ts'
import { short } from '../report.ts'
import { turn, type Turn } from '../rounds.ts'
import { median, numbersOf, spreadOf } from '../statistics.ts'

const connections = 64
const readers = 500
/** Of one token. */
const mostOfOne = 50

interface Pair {
  without: Turn
  with: Turn
  told: ReadersTold
}

function createTokens({ binary, workspace }: Bench, { dataDir }: Navish): Promise<string[]> {
  const args = ['--role', 'viewer', '--label', 'bench', '--json', '--data-dir', dataDir]
  return Promise.all(
    Array.from({ length: readers / mostOfOne }, async () => {
      const out = await run([binary, 'token', 'create', ...args], { cwd: workspace.path })
      return (JSON.parse(out) as { token: string }).token
    }),
  )
}

async function measure(bench: Bench): Promise<Pair[]> {
  const { settings, workspace, tell } = bench
  const pool = writePool(bench, { count: 5000, size: 1000 })
  const navish = await startNavish(bench)
  const apiTokens = await createTokens(bench, navish)
  const options = { pool, connections, seconds: settings.seconds(5) }
  const pairs: Pair[] = []
  let accepted = 0

  async function one(): Promise<Turn> {
    const measured = await turn(bench, navish.webhook, navish.pid, options)
    accepted += measured.accepted
    await navish.drained()
    return measured
  }

  async function followed() {
    const end = await startReaders(bench, { url: navish.webhook, readers, apiTokens })
    const measured = await one()
    const told = await end()
    if (told.lost > 0) throw new Error(`${told.lost} streams ended`)
    if (told.times < 2) throw new Error('the readers were told nothing')
    return { with: measured, told }
  }

  // By turns the one and the other first: what grows from turn to turn is not to count for one side only.
  for (let round = 0; round < settings.rounds(6); round += 1) {
    const first = round % 2 === 0 ? await one() : null
    const both = await followed()
    const pair = { without: first ?? (await one()), ...both }
    pairs.push(pair)
    tell(`${pair.without.rate.toFixed(0)}/s, with readers ${pair.with.rate.toFixed(0)}/s`)
  }
  mustHaveAll(navish.dataDir, accepted)
  await navish.stop()
  workspace.clear(navish.dataDir)
  return pairs
}

/** What it costs intake that many follow the stream. */
export const stream: Case = async (bench) => {
  const pairs = await measure(bench)
  const ratios = pairs.map((pair) => pair.with.rate / pair.without.rate)
  const waits = pairs.map((pair) => pair.with.p99 / pair.without.p99)
  const cpu = pairs.map((pair) => pair.with.cpu - pair.without.cpu)
  const { median: middle, least, most } = spreadOf(ratios)
  return {
    name: 'stream',
    what: `${connections} connections, bodies of 1 KB, with ${readers} readers of the stream and without`,
    target: 'rate >= 0.97, p99 <= 1.1 of those without',
    told: `${short(middle)} (${short(least)} to ${short(most)}), p99 ${short(median(waits))}`,
    measured: {
      ...numbersOf('ratio', ratios),
      ...numbersOf('p99Ratio', waits),
      ...numbersOf(
        'perSecond',
        pairs.map((pair) => pair.with.rate),
      ),
      ...numbersOf(
        'perSecondWithout',
        pairs.map((pair) => pair.without.rate),
      ),
      ...numbersOf(
        'p99Ms',
        pairs.map((pair) => pair.with.p99),
      ),
      ...numbersOf(
        'p99MsWithout',
        pairs.map((pair) => pair.without.p99),
      ),
      moreCpuMicrosPerRequest: median(cpu),
      timesTold: median(pairs.map(({ told }) => told.times)),
      bytesToldEach: median(pairs.map(({ told }) => told.bytes / readers)),
    },
    reached: middle >= 0.97 && median(waits) <= 1.1,
  }
}
