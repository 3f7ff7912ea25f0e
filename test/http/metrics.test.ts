import { describe, expect, test } from 'bun:test'
import { startApp } from '../../src/app.ts'
import { systemClock } from '../../src/clock.ts'
import type { Config } from '../../src/config/config.ts'
import { readConfig } from '../../src/config/config.ts'
import { securityHeaders } from '../../src/http/headers.ts'
import { valuesIn } from '../metrics/setup.ts'
import { temporaryFolder } from '../support/folder.ts'
import { createTestLog } from '../support/log.ts'
import { issueHook } from '../support/requests.ts'

async function start(settings: Partial<Config> = {}) {
  const folder = temporaryFolder()
  const { config } = readConfig({ dataDir: folder.path, port: '0' }, {})
  const { log, lines, text } = createTestLog()
  const app = await startApp({ config: { ...config, ...settings }, clock: systemClock, log })
  const ownUrl = lines.find(({ msg }) => msg === 'listening')?.['metricsUrl']
  return {
    ...app,
    logText: text,
    metricsUrl: typeof ownUrl === 'string' ? ownUrl : `${app.url}/metrics`,
    async [Symbol.asyncDispose]() {
      await app.stop()
      folder[Symbol.dispose]()
    },
  }
}

describe('GET /metrics', () => {
  test('tells who asks from this machine, in the text format of Prometheus', async () => {
    await using app = await start()

    const response = await fetch(app.metricsUrl)

    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    for (const [name, value] of Object.entries(securityHeaders)) {
      expect(response.headers.get(name)).toBe(value)
    }
    expect(await response.text()).toStartWith('# HELP navish_intake_duration_seconds ')
  })

  test.each([{}, { basePath: '/navish' }, { metricsAddress: '127.0.0.1:0' }])(
    'is at this very path, which a proxy can close: %j',
    async (settings) => {
      await using app = await start(settings)

      expect((await fetch(`${app.metricsUrl}/`)).status).toBe(404)
      expect((await fetch(`${app.metricsUrl}/?a=/`)).status).toBe(404)
      expect((await fetch(`${app.metricsUrl}?a=/`)).status).toBe(200)
    },
  )

  test('tells it as OpenMetrics when that is asked for', async () => {
    await using app = await start()
    const accept = 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5'

    const response = await fetch(app.metricsUrl, { headers: { accept } })

    expect(response.headers.get('content-type')).toBe(
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    )
    expect(await response.text()).toEndWith('\n# EOF\n')
  })

  test('has counted what came before, from the socket to the disk', async () => {
    await using app = await start()
    const url = `${app.url}/v1/events/sentry/${app.firstToken}`

    await fetch(url, { method: 'POST', ...issueHook('created') })
    await fetch(url, { method: 'POST', ...issueHook('created'), body: '{' })
    await fetch(`${app.url}/v1/events/sentry/nvi_wrong`, { method: 'POST', body: '{}' })
    await fetch(`${app.url}/v1/alerts/1`)

    const values = valuesIn(await (await fetch(app.metricsUrl)).text())
    expect(values).toMatchObject({
      'navish_intake_requests_total{status="202",code="accepted"}': 1,
      'navish_intake_requests_total{status="400",code="invalid_json"}': 1,
      'navish_intake_requests_total{status="401",code="unauthorized"}': 1,
      'navish_intake_refusals_total{integration_id="1",code="invalid_json"}': 1,
      navish_intake_duration_seconds_count: 3,
      navish_commit_events_sum: 1,
      navish_commit_duration_seconds_count: 1,
      'navish_api_requests_total{method="GET",route="/v1/alerts/{id}",status="401"}': 1,
    })
    expect(values['navish_database_wal_size_bytes']).toBeGreaterThan(0)
  })

  test('answers HEAD without a body, and other methods with 405', async () => {
    await using app = await start()

    const head = await fetch(app.metricsUrl, { method: 'HEAD' })
    const post = await fetch(app.metricsUrl, { method: 'POST' })

    expect([head.status, await head.text()]).toEqual([200, ''])
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  test('refuses what came through a proxy with a problem that says what to set', async () => {
    await using app = await start()

    const response = await fetch(app.metricsUrl, { headers: { 'x-forwarded-for': '127.0.0.1' } })

    expect(response.status).toBe(403)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({
      code: 'forbidden',
      detail: expect.stringContaining('NAVISH_METRICS_TOKEN'),
    })
  })
})

test('with a token it is told to who says it, and to nobody else', async () => {
  await using app = await start({ metricsToken: 'a-long-random-text' })

  const stranger = await fetch(app.metricsUrl)
  const wrong = await fetch(app.metricsUrl, { headers: { authorization: 'Bearer guess' } })
  const known = await fetch(app.metricsUrl, {
    headers: { authorization: 'Bearer a-long-random-text', 'x-forwarded-for': '8.8.8.8' },
  })

  expect([stranger.status, wrong.status, known.status]).toEqual([401, 401, 200])
  expect(stranger.headers.get('www-authenticate')).toStartWith('Bearer')
  expect(await stranger.json()).toMatchObject({ code: 'unauthorized' })
  expect(app.logText()).not.toContain('a-long-random-text')
})

test('with an address of their own, metrics are there, and nowhere else', async () => {
  await using app = await start({ metricsAddress: '127.0.0.1:0' })

  const there = await fetch(app.metricsUrl)
  const here = await fetch(`${app.url}/metrics`)
  const other = await fetch(new URL('/v1/alerts', app.metricsUrl))

  expect(new URL(app.metricsUrl).port).not.toBe(new URL(app.url).port)
  expect(there.status).toBe(200)
  expect(await there.text()).toContain('\nnavish_outbox_events 0\n')
  expect([here.status, other.status]).toEqual([404, 404])
  expect(await other.json()).toMatchObject({ code: 'not_found' })
})

test('an address of their own that is taken is said in a sentence, and ends the start', async () => {
  await using app = await start()
  const { host } = new URL(app.url)

  const refused = await start({ metricsAddress: host }).then(() => 'it started', String)

  expect(refused).toContain(`Cannot listen on ${host}`)
})
