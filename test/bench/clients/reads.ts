// Asks a server for several things in turn, again and again, one at a time, and the reference between any two of them: prints how
// long each took, in ms.

import { percentile } from '../statistics.ts'
import { openConnection } from './connection.ts'
import { portOf } from './request.ts'

export interface ReadsOptions {
  url: string
  apiToken: string
  /** What is asked for: a path for each name. */
  paths: Record<string, string>
  /** Asked before each, and what all is compared with. */
  reference: string
  /** So often at least, */
  rounds: number
  /** and for so long. */
  seconds: number
}

export interface Took {
  p50: number
  p99: number
  max: number
}

export type Reads = Record<string, Took> & { reference: Took }

const { url, apiToken, paths, reference, rounds, seconds } = JSON.parse(
  process.argv[2] ?? '',
) as ReadsOptions
const connection = await openConnection(portOf(url))

function requestOf(path: string): Buffer {
  const head = [
    `GET ${path} HTTP/1.1`,
    `Host: ${new URL(url).host}`,
    `Authorization: Bearer ${apiToken}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n`)
}

async function ask(path: string): Promise<number> {
  const request = requestOf(path)
  const sent = performance.now()
  const status = await connection.send(request)
  const took = performance.now() - sent
  if (status !== 200) throw new Error(`${path} is answered with ${status}`)
  return took
}

const times: Record<string, number[]> = { reference: [] }
for (const name of Object.keys(paths)) times[name] = []
const until = performance.now() + seconds * 1000
for (let round = 0; round < rounds || performance.now() < until; round += 1) {
  for (const [name, path] of Object.entries(paths)) {
    times['reference']?.push(await ask(reference))
    times[name]?.push(await ask(path))
  }
}
connection.close()

const took = (own: number[]): Took => ({
  p50: percentile(own, 50),
  p99: percentile(own, 99),
  max: percentile(own, 100),
})
const told = Object.fromEntries(Object.entries(times).map(([name, own]) => [name, took(own)]))
process.stdout.write(JSON.stringify(told))
process.exit(0)
