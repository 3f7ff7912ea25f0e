// Opens all its connections at once; each sends its requests one after another. Prints how long they took, in ms: the first one
// of each connection from the moment at which it began to connect, since Sentry waits for that, too.

import { makePool } from '../bodies.ts'
import { percentile } from '../statistics.ts'
import { openConnection } from './connection.ts'
import { portOf, requestOf } from './request.ts'

export interface BurstOptions {
  url: string
  connections: number
  /** Requests on each. */
  each: number
  seed: number
}

export interface Burst {
  accepted: number
  refused: number
  failed: number
  /** ms from the first to the last. */
  took: number
  p50: number
  p99: number
  max: number
}

const { url, connections, each, seed } = JSON.parse(process.argv[2] ?? '') as BurstOptions
const requests = makePool({ count: connections * each, size: 1000, seed }).map((body) =>
  requestOf(url, body),
)
const times: number[] = []
const statuses: number[] = []
let failed = 0

async function sendAll(own: Buffer[]): Promise<void> {
  let sent = performance.now()
  const connection = await openConnection(portOf(url))
  for (const request of own) {
    statuses.push(await connection.send(request))
    const now = performance.now()
    times.push(now - sent)
    sent = now
  }
  connection.close()
}

const started = performance.now()
await Promise.all(
  Array.from({ length: connections }, async (_, index) => {
    try {
      await sendAll(requests.slice(index * each, (index + 1) * each))
    } catch {
      failed += 1
    }
  }),
)
const burst: Burst = {
  accepted: statuses.filter((status) => status === 202).length,
  refused: statuses.filter((status) => status !== 202).length,
  failed,
  took: performance.now() - started,
  p50: percentile(times, 50),
  p99: percentile(times, 99),
  max: percentile(times, 100),
}
process.stdout.write(JSON.stringify(burst))
process.exit(0)
