// Sends a webhook about a new issue now and then, and is the pager that is told of it: how long from the webhook until the pager hears
// of its alert, in ms. One process does both, so that one clock tells both.

import { createHmac } from 'node:crypto'
import { clientSecret } from '../bodies.ts'
import { percentile } from '../statistics.ts'

export interface ToldOptions {
  url: string
  /** Where the pager listens. */
  port: number
  /** ms between two webhooks. */
  every: number
  seconds: number
  /** Issues of two runs with different names are not the same. */
  name: string
}

export interface Told {
  sent: number
  /** Not answered with 202. */
  refused: number
  /** Of these the pager never heard. */
  lost: number
  p50: number
  p99: number
  max: number
}

const { url, port, every, seconds, name } = JSON.parse(process.argv[2] ?? '') as ToldOptions
const sentAt = new Map<string, number>()
const took: number[] = []
let refused = 0

const pager = Bun.serve({
  hostname: '127.0.0.1',
  port,
  async fetch(request) {
    const title = /told-\w+-\d+/.exec(await request.text())?.[0] ?? ''
    const at = sentAt.get(title)
    if (at !== undefined) took.push(performance.now() - at)
    sentAt.delete(title)
    return Response.json({ status: 'success' }, { status: 202 })
  },
})

async function send(nth: number): Promise<void> {
  const title = `told-${name}-${nth}`
  const issue = {
    id: String(Bun.hash.crc32(title)),
    title,
    level: 'fatal',
    project: { slug: 'told', name: 'told' },
    lastSeen: '2026-09-01T09:00:00.000000Z',
  }
  const body = JSON.stringify({ action: 'created', data: { issue } })
  const headers = {
    'content-type': 'application/json',
    'sentry-hook-resource': 'issue',
    'sentry-hook-signature': createHmac('sha256', clientSecret).update(body).digest('hex'),
  }
  sentAt.set(title, performance.now())
  const { status } = await fetch(url, { method: 'POST', headers, body })
  if (status !== 202) refused += 1
}

const count = Math.ceil((seconds * 1000) / every)
const sending: Promise<void>[] = []
for (let nth = 0; nth < count; nth += 1) {
  sending.push(send(nth))
  await Bun.sleep(every)
}
await Promise.all(sending)
const until = performance.now() + 60_000
while (sentAt.size > 0 && performance.now() < until) await Bun.sleep(10)
const found: Told = {
  sent: count,
  refused,
  lost: sentAt.size,
  p50: percentile(took, 50),
  p99: percentile(took, 99),
  max: percentile(took, 100),
}
process.stdout.write(JSON.stringify(found))
await pager.stop(true)
process.exit(0)
