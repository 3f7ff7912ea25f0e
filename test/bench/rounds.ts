import { join } from 'node:path'
import type { Bench } from './case.ts'
import { start, type Listening } from './children.ts'
import { mustHaveAll } from './ledger.ts'
import { load, type Load, type Pool } from './load.ts'
import { startNavish, webhookPath } from './navish.ts'
import { pinned, serverCore } from './pinning.ts'
import { busyMicros, cpuMicros } from './process.ts'

/** One server under load. */
export interface Turn extends Load {
  /** µs of processor time that it took for a request, all its threads together. */
  cpu: number
  /** Part of the time in which the server's core worked for somebody else, the network with it: much of it, and a round says little. */
  foreign: number
  /** Requests that were answered, those to get warm with it. */
  accepted: number
}

export interface Round {
  reference: Turn
  server: Turn
}

export interface RoundsOptions {
  rounds: number
  seconds: number
  connections: number
  pool: Pool
  /** What else is to be measured right before and after the server's turn, while neither server does anything. */
  around?(): Promise<void>
}

/** Starts the reference server, on the core that the measured one has. Both never work at the same time. */
export async function startReference({ workspace }: Bench): Promise<Listening> {
  const command = [process.execPath, join(import.meta.dir, 'reference.ts')]
  const log = join(workspace.folder('reference'), 'log')
  return start(pinned(serverCore, command), { cwd: workspace.path, log }).listening
}

/** Where the reference takes requests: as long a URL as the server's, so that the same bytes are sent. */
export function referenceUrl({ url }: Listening): string {
  return url + webhookPath(`nvi_${'0'.repeat(40)}`)
}

/**
 * Puts the same load on the reference and then on the server, round after round: on a machine that others use, too, only what
 * was measured side by side can be compared. The server has drained everything before the reference has its next turn.
 */
export async function compare(bench: Bench, options: RoundsOptions): Promise<Round[]> {
  const reference = await startReference(bench)
  const navish = await startNavish(bench)
  const found: Round[] = []
  let accepted = 0
  for (let round = 1; round <= options.rounds; round += 1) {
    const one = await turn(bench, referenceUrl(reference), reference.pid, options)
    await options.around?.()
    const other = await turn(bench, navish.webhook, navish.pid, options)
    accepted += other.accepted
    await navish.drained()
    await options.around?.()
    found.push({ reference: one, server: other })
    bench.tell(
      `round ${round}: reference ${one.rate.toFixed(0)}/s, server ${other.rate.toFixed(0)}/s`,
    )
  }
  mustHaveAll(navish.dataDir, accepted)
  await navish.stop()
  await reference.end()
  bench.workspace.clear(navish.dataDir)
  return found
}

/** A second to get warm, then the load that counts. */
export async function turn(
  bench: Bench,
  url: string,
  pid: number,
  { pool, connections, seconds }: Pick<RoundsOptions, 'pool' | 'connections' | 'seconds'>,
): Promise<Turn> {
  const warm = await load(bench, { url, pool, connections, seconds: 1 })
  const before = { own: cpuMicros(pid), all: busyMicros(serverCore), at: performance.now() }
  const measured = await load(bench, { url, pool, connections, seconds })
  const own = cpuMicros(pid) - before.own
  const micros = (performance.now() - before.at) * 1000
  return {
    ...measured,
    cpu: own / measured.requests,
    foreign: Math.max(0, busyMicros(serverCore) - before.all - own) / micros,
    accepted: warm.requests + measured.requests,
  }
}

/** Of each round the server's rate in parts of the reference's. */
export function ratiosOf(rounds: readonly Round[]): number[] {
  return rounds.map(({ reference, server }) => server.rate / reference.rate)
}

/** One number of each round, for either side. */
export function valuesOf(rounds: readonly Round[], name: keyof Turn) {
  return {
    reference: rounds.map(({ reference }) => reference[name]),
    server: rounds.map(({ server }) => server[name]),
  }
}
