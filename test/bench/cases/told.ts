import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, Case } from '../case.ts'
import { run } from '../children.ts'
import { runTold } from '../clients/run.ts'
import { load, writePool } from '../load.ts'
import { startNavish } from '../navish.ts'
import { memoryOf } from '../process.ts'
import { ms, short } from '../report.ts'

const connections = 64
/** ms between two webhooks of which the pager is told. */
const every = 50

/** A port of this machine on which nothing listens. */
function freePort(): number {
  const server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response() })
  const { port } = server
  void server.stop(true)
  return port ?? 0
}

interface Added {
  /** Nothing more is told there. */
  deleteRule(): Promise<unknown>
  /** What waits is given up. */
  deleteChannel(): Promise<unknown>
}

/** Makes a channel that is told of what a rule says, and of nothing else. */
async function addChannel(
  { binary, workspace }: Bench,
  dataDir: string,
  { name, port, rule }: { name: string; port: number; rule: string[] },
): Promise<Added> {
  const key = join(workspace.path, 'routing-key')
  writeFileSync(key, 'r'.repeat(32))
  const at = { cwd: workspace.path, env: { NAVISH_OUTBOUND_ALLOW: '127.0.0.0/8' } }
  const navish = (...args: string[]) => run([binary, ...args, '--data-dir', dataDir], at)
  const api = `apiUrl=http://127.0.0.1:${port}/`
  const settings = ['--set', api, '--secret-file', `routingKey=${key}`]
  const made = await navish('channel', 'create', name, '--kind', 'pagerduty', '--json', ...settings)
  const { id, ruleId } = JSON.parse(made) as { id: string; ruleId: string | null }
  // The first channel is told of all errors, which is not what is measured.
  if (ruleId !== null) await navish('rule', 'delete', ruleId)
  const created = await navish('rule', 'create', name, '--channel', id, '--json', ...rule)
  const { id: own } = JSON.parse(created) as { id: string }
  return {
    deleteRule: () => navish('rule', 'delete', own),
    deleteChannel: () => navish('channel', 'delete', id),
  }
}

/** From a webhook until the pager is told: alone, while events come as fast as they can be taken, and while very many wait for a dead channel. */
export const told: Case = async (bench) => {
  const { settings, workspace, tell } = bench
  const navish = await startNavish(bench, undefined, ['--outbound-allow', '127.0.0.0/8'])
  const port = freePort()
  await addChannel(bench, navish.dataDir, { name: 'pager', port, rule: ['--project', 'told'] })
  const seconds = settings.seconds(10)
  const tellPager = (name: string) =>
    runTold(bench, { url: navish.webhook, port, every, seconds, name })
  const full = (seed: number) => ({
    url: navish.webhook,
    pool: writePool(bench, { count: 5000, size: 1000, seed }),
    connections,
    seconds,
  })

  tell('alone')
  const alone = await tellPager('alone')
  tell('at the full rate')
  const [busy, loaded] = await Promise.all([tellPager('busy'), load(bench, full(21))])
  await navish.drained()

  const waiting = settings.amount(100_000, 2_000)
  tell(`${waiting} wait for a dead channel`)
  const dead = await addChannel(bench, navish.dataDir, { name: 'dead', port: freePort(), rule: [] })
  const many = writePool(bench, { count: waiting, size: 1000, seed: 22 })
  await load(bench, { ...full(23), pool: many, seconds: Math.ceil(waiting / 4_000) })
  await navish.drained()
  const crowded = await tellPager('crowded')
  // Both on the same database, one right after the other.
  await dead.deleteRule()
  const beside = await load(bench, full(24))
  await navish.drained()
  await dead.deleteChannel()
  const without = await load(bench, full(25))
  await navish.drained()
  const memory = memoryOf(navish.pid).resident
  const lost = alone.lost + busy.lost + crowded.lost
  if (lost > 0) throw new Error(`the pager never heard of ${lost}`)
  await navish.stop()
  workspace.clear(navish.dataDir)
  return {
    name: 'told',
    what: `from a webhook until the pager is told, 20 a second: alone, beside the full rate, and with ${waiting} deliveries that wait for a dead channel`,
    target: 'p99 <= 100 ms alone and beside the dead channel, whose queue costs intake nothing',
    told: `p99 ${ms(alone.p99)} alone, ${ms(busy.p99)} at the full rate, ${ms(crowded.p99)} beside the dead channel; intake ${short(beside.rate / without.rate)} of what it is without it`,
    measured: {
      aloneP50Ms: alone.p50,
      aloneP99Ms: alone.p99,
      aloneMaxMs: alone.max,
      busyP50Ms: busy.p50,
      busyP99Ms: busy.p99,
      busyMaxMs: busy.max,
      busyPerSecond: loaded.rate,
      crowdedP50Ms: crowded.p50,
      crowdedP99Ms: crowded.p99,
      crowdedMaxMs: crowded.max,
      intakeBesidePerSecond: beside.rate,
      intakeWithoutPerSecond: without.rate,
      memoryMb: memory,
    },
    reached: alone.p99 <= 100 && crowded.p99 <= 100 && beside.rate >= 0.9 * without.rate,
  }
}
