import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makePool, type PoolOptions } from './bodies.ts'
import type { Bench } from './case.ts'
import { run } from './children.ts'
import { loadCore, pinned } from './pinning.ts'

/** The bodies that a load sends in turn. */
export interface Pool {
  file: string
  /** Mean length of a body. */
  bytes: number
}

export function writePool({ workspace }: Bench, options: PoolOptions): Pool {
  const bodies = makePool(options)
  const file = join(workspace.folder('pool'), 'pool')
  const lines = bodies.map(({ resource, signature, text }) =>
    [resource, signature, text].join('\t'),
  )
  writeFileSync(file, lines.join('\n'))
  const bytes = bodies.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) / bodies.length
  return { file, bytes }
}

export interface LoadOptions {
  url: string
  pool: Pool
  connections: number
  seconds: number
  /** Ends it early. */
  cut?: AbortSignal
}

export interface Load {
  /** Those that were answered, all of them with 202. */
  requests: number
  /** Requests a second. */
  rate: number
  /** Latencies in ms. */
  p50: number
  p90: number
  p99: number
  max: number
}

/** As `wrk.lua` and `clients/autocannon.ts` print it; times in µs. */
interface Told {
  requests: number
  micros: number
  p50: number
  p90: number
  p99: number
  max: number
  refused: number
  failed: number
}

const wanted = process.env['BENCH_LOAD']
const wrk = wanted === 'autocannon' ? null : Bun.which('wrk')

export const loadProgram = wrk === null ? 'autocannon' : 'wrk'

/** Sends as much as the server takes: each connection sends its next request when the one before is answered. */
export async function load(bench: Bench, options: LoadOptions): Promise<Load> {
  const { url, pool, connections, seconds, cut } = options
  const out = await run(pinned(loadCore, commandFor(url, connections, seconds)), {
    cwd: bench.workspace.path,
    // No Request-ID is ever sent twice, or it would be taken for a replay.
    env: { BENCH_POOL: pool.file, BENCH_RUN: randomBytes(8).toString('hex') },
    ...(cut !== undefined && { cut }),
  })
  const line = /^BENCH (.*)$/m.exec(out)?.[1]
  if (line === undefined) throw new Error(`the load did not tell what it measured: ${out}`)
  const told = JSON.parse(line) as Told
  if (told.refused + told.failed > 0 || told.requests === 0) {
    throw new Error(
      `of ${told.requests} requests ${told.refused} were refused and ${told.failed} failed`,
    )
  }
  return {
    requests: told.requests,
    rate: told.requests / (told.micros / 1e6),
    p50: told.p50 / 1000,
    p90: told.p90 / 1000,
    p99: told.p99 / 1000,
    max: told.max / 1000,
  }
}

function commandFor(url: string, connections: number, seconds: number): string[] {
  if (wrk === null) {
    const options = JSON.stringify({ url, connections, seconds })
    return [process.execPath, join(import.meta.dir, 'clients/autocannon.ts'), options]
  }
  const script = join(import.meta.dir, 'wrk.lua')
  return [wrk, '-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, url]
}
