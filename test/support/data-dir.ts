import { drainBatch } from '../../src/drain/drain.ts'
import { keepHeaders, replayKeyOf } from '../../src/sentry/headers.ts'
import { openSqliteStore } from '../../src/store/sqlite/store.ts'
import { fingerprint, sha256, storedToken } from '../../src/token.ts'
import { createTestClock } from './clock.ts'
import { temporaryFolder } from './folder.ts'
import { createTestLog } from './log.ts'
import type { Sent } from './requests.ts'

/** A data directory with one integration, and alerts from these requests. */
export async function dataDirWith(...requests: Sent[]): Promise<Disposable & { path: string }> {
  const folder = temporaryFolder()
  const clock = createTestClock()
  const store = openSqliteStore({ dataDir: folder.path, prepare: true, now: clock() })
  await store.createIntegration({
    name: 'sentry',
    token: storedToken('nvi_test', clock()),
    clientSecret: null,
    createdAt: clock(),
  })
  await store.close()
  await addRequests(folder.path, requests)
  return folder
}

/** Has a server receive these requests, one a second, and drain them. */
export async function addRequests(dataDir: string, requests: readonly Sent[]): Promise<void> {
  const clock = createTestClock()
  const { log } = createTestLog()
  const store = openSqliteStore({ dataDir, prepare: false, now: clock() })
  for (const { headers: sent, body } of requests) {
    const headers = keepHeaders(new Headers(sent))
    const payload = Buffer.from(body)
    const { action } = JSON.parse(payload.toString()) as { action?: string }
    await store.append([
      {
        integrationId: '1',
        receivedAt: clock(),
        resource: headers['sentry-hook-resource'] ?? 'issue',
        action: action ?? null,
        headers,
        payload,
        replayKey: replayKeyOf(new Headers(sent), payload, { digest: sha256, fingerprint }),
      },
    ])
    clock.advanceBy(1000)
  }
  while ((await drainBatch({ store, clock, log, random: () => 0, batchMs: 50 })).more);
  await store.close()
}
