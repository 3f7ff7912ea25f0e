// Stands in for wrk where that is not installed: sends a pool as wrk.lua does and prints the same line. It takes several times
// the work for a request that wrk does, so that it may be slower than the server: rates are then those of the load.

import autocannon, { type Request } from 'autocannon'
import { readFileSync } from 'node:fs'
import { percentile } from '../statistics.ts'
import { requestId } from './request-id.ts'

const { url, connections, seconds } = JSON.parse(process.argv[2] ?? '') as {
  url: string
  connections: number
  seconds: number
}
const prefix = process.env['BENCH_RUN'] ?? '0'
const pool = readFileSync(process.env['BENCH_POOL'] ?? '', 'utf8')
  .split('\n')
  .map((line) => {
    const [resource = '', signature = '', body = ''] = line.split('\t')
    return { resource, signature, body }
  })

let sent = 0

function setupRequest(request: Request): Request {
  const one = pool[sent % pool.length]
  sent += 1
  if (one === undefined) throw new Error('the pool is empty')
  return {
    ...request,
    method: 'POST',
    body: one.body,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'sentry/26.9.0 (https://sentry.io)',
      'Sentry-Hook-Resource': one.resource,
      'Sentry-Hook-Timestamp': '1788256800',
      'Sentry-Hook-Signature': one.signature,
      'Request-ID': requestId(sent, prefix),
    },
  }
}

const times: number[] = []
let refused = 0
const started = performance.now()
const cannon = autocannon({
  url,
  connections,
  duration: seconds,
  timeout: 2,
  requests: [{ setupRequest }],
})
// Its own percentiles are in whole ms.
cannon.on('response', (_, status, __, ms) => {
  times.push(ms * 1000)
  if (status >= 400) refused += 1
})
process.on('SIGINT', () => cannon.stop())
const { errors, timeouts } = await cannon
const told = {
  requests: times.length,
  micros: Math.round((performance.now() - started) * 1000),
  p50: percentile(times, 50),
  p90: percentile(times, 90),
  p99: percentile(times, 99),
  p999: percentile(times, 99.9),
  max: percentile(times, 100),
  refused,
  failed: errors + timeouts,
}
process.stdout.write(`\nBENCH ${JSON.stringify(told)}\n`)
