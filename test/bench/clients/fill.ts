// Puts events into the outbox of a new data directory, as a server does that is ended before it could drain them.

import { clientSecret, makePool } from '../bodies.ts'
import { replayKeyOf } from '../../../src/sentry/headers.ts'
import { openSqliteStore } from '../../../src/store/sqlite/store.ts'
import type { Store } from '../../../src/store/store.ts'
import { createToken, fingerprint, sha256, storedToken } from '../../../src/token.ts'

/** About which issues the events are: one in ten about a new one, every one about a new one, or all about the same. */
export type Mix = 'mixed' | 'new' | 'same'

export interface FillOptions {
  dataDir: string
  count: number
  mix: Mix
}

export interface Filled {
  token: string
  payloadBytes: number
}

const { dataDir, count, mix } = JSON.parse(process.argv[2] ?? '') as FillOptions
const now = Date.now()
const store = openSqliteStore({ dataDir, prepare: true, now })
const token = createToken()
const { id: integrationId } = await store.createIntegration({
  name: 'bench',
  token: storedToken(token, now),
  clientSecret,
  createdAt: now,
})
const pool = makePool({ count: Math.min(count, 10_000), size: 1000 })
let payloadBytes = 0

/** The issue that this event is about; of those seen already, any. */
function issueOf(index: number): number {
  if (mix === 'same') return 0
  if (mix === 'new') return index
  const known = Math.floor(index / 10)
  return index % 10 === 0 ? known : (index * 2_654_435_761) % (known + 1)
}

/** The body of an issue, later than the one before: an issue keeps its project, and mostly its level. */
function textOf(index: number): string {
  const body = pool[issueOf(index) % pool.length]
  if (body === undefined) throw new Error('the pool is empty')
  const seconds = String(Math.floor(index / 1e6) % 60).padStart(2, '0')
  const lastSeen = `2026-09-01T09:00:${seconds}.${String(index % 1e6).padStart(6, '0')}Z`
  return body.text
    .replaceAll(body.id, String(300_000_000 + issueOf(index)))
    .replace(/"lastSeen":"[^"]*"/, `"lastSeen":"${lastSeen}"`)
}

function eventOf(index: number): Parameters<Store['append']>[0][number] {
  const payload = Buffer.from(textOf(index))
  payloadBytes += payload.length
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'sentry/26.9.0 (https://sentry.io)',
    'request-id': sha256(String(index)).slice(0, 32),
    'sentry-hook-resource': 'issue',
    'sentry-hook-timestamp': '1788256800',
  }
  const replayKey = replayKeyOf(new Headers(headers), payload, { digest: sha256, fingerprint })
  const receivedAt = Date.now()
  return {
    integrationId,
    receivedAt,
    resource: 'issue',
    action: 'created',
    headers,
    payload,
    replayKey,
  }
}

const batch = 100
for (let from = 0; from < count; from += batch) {
  const length = Math.min(batch, count - from)
  await store.append(Array.from({ length }, (_, offset) => eventOf(from + offset)))
}
await store.close()
process.stdout.write(JSON.stringify({ token, payloadBytes } satisfies Filled))
