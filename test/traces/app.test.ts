import { expect, test } from 'bun:test'
import { startApp } from '../../src/app.ts'
import { systemClock } from '../../src/clock.ts'
import { readConfig } from '../../src/config/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { createTestLog } from '../support/log.ts'
import { issueHook } from '../support/requests.ts'
import { startCollector } from './collector.ts'

test('a webhook, its commit, its batch and a request to the API are traced, and what is left is sent at the stop', async () => {
  using folder = temporaryFolder()
  await using collector = startCollector()
  const { config } = readConfig(
    { dataDir: folder.path, port: '0' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint },
  )
  const { log } = createTestLog()
  const app = await startApp({ config, clock: systemClock, log })
  const hook = issueHook('created')
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

  await fetch(`${app.url}/v1/events/sentry/${app.firstToken}`, {
    method: 'POST',
    ...hook,
    headers: { ...hook.headers, traceparent },
  })
  await fetch(`${app.url}/v1/alerts?text=very-private-words`)
  await app.stop()

  const [webhook] = collector.of('POST /v1/events/sentry/{token}')
  const [commit] = collector.of('commit')
  expect(webhook?.traceId).toBe('0af7651916cd43dd8448eb211c80319c')
  expect(webhook?.links).toEqual([commit?.spanId ?? 'none'])
  expect(commit?.to).toBeLessThanOrEqual((webhook?.to ?? 0) + 1)
  expect(collector.of('drain batch')).toMatchObject([
    { attributes: { 'navish.alerts.changed': 1 } },
  ])
  expect(collector.of('GET /v1/alerts')).toMatchObject([
    { attributes: { 'http.response.status_code': 401 } },
  ])
  expect(collector.text()).not.toMatch(/nvi_|cart is undefined|very-private-words/)
})
