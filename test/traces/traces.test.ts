import { describe, expect, test } from 'bun:test'
import { monotonic, systemClock } from '../../src/clock.ts'
import type { Attempted, Received } from '../../src/observer.ts'
import { createTraces, type TracesParts } from '../../src/traces/traces.ts'
import { emptyReport } from '../support/drain-report.ts'
import { createTestLog } from '../support/log.ts'
import { startCollector } from './collector.ts'

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
const unsampled = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00'

function setup(endpoint: string, parts: Partial<TracesParts> = {}) {
  const { log, lines, text } = createTestLog()
  const traces = createTraces({
    endpoint,
    headers: null,
    env: {},
    version: '1.2.3',
    clock: systemClock,
    monotonic,
    log,
    ...parts,
  })
  return { ...traces, lines, logText: text }
}

function received(fact: Partial<Received> = {}, headers: Record<string, string> = {}): Received {
  const to = monotonic()
  return {
    from: to - 12,
    readAt: to - 10,
    to,
    status: 202,
    code: 'accepted',
    integrationId: '3',
    eventId: '7',
    headers: new Headers(headers),
    ...fact,
  }
}

describe('what is sent', () => {
  test('goes to the path of traces, with the headers, as the service navish', async () => {
    await using collector = startCollector()
    const t = setup(collector.endpoint, { headers: 'authorization=Bearer%20abc, x-scope=1' })

    t.observer.received(received())
    await t.stop()

    const [request] = collector.requests
    expect(request?.path).toBe('/v1/traces')
    expect(request?.headers.get('content-type')).toBe('application/json')
    expect(request?.headers.get('authorization')).toBe('Bearer abc')
    expect(request?.headers.get('x-scope')).toBe('1')
    expect(collector.resources).toEqual([{ 'service.name': 'navish', 'service.version': '1.2.3' }])
  })

  test('has no headers that only a variable for all programs says: another setting won over it', async () => {
    await using collector = startCollector()
    process.env['OTEL_EXPORTER_OTLP_HEADERS'] = 'x-vendor=secret'
    try {
      const t = setup(collector.endpoint, { headers: 'x-scope=1' })

      t.observer.received(received())
      await t.stop()

      expect(collector.requests[0]?.headers.get('x-scope')).toBe('1')
      expect(collector.requests[0]?.headers.get('x-vendor')).toBeNull()
      expect(process.env['OTEL_EXPORTER_OTLP_HEADERS']).toBe('x-vendor=secret')
    } finally {
      delete process.env['OTEL_EXPORTER_OTLP_HEADERS']
    }
  })

  test('says of a webhook how it was answered, from when to when', async () => {
    await using collector = startCollector()
    const t = setup(collector.endpoint)
    const before = Date.now()

    t.observer.received(received())
    await t.stop()

    expect(collector.spans).toMatchObject([
      {
        name: 'POST /v1/events/sentry/{token}',
        kind: 2,
        status: 0,
        parentSpanId: undefined,
        attributes: {
          'http.request.method': 'POST',
          'http.route': '/v1/events/sentry/{token}',
          'http.response.status_code': 202,
          'navish.integration.id': '3',
          'navish.event.id': '7',
        },
      },
    ])
    const [{ from, to } = { from: 0, to: 0 }] = collector.spans
    expect(to - from).toBeCloseTo(12, 1)
    expect(to).toBeWithin(before - 100, Date.now() + 100)
  })

  test('belongs to the trace of the caller', async () => {
    await using collector = startCollector()
    const t = setup(collector.endpoint)

    t.observer.received(
      received({}, { traceparent, 'sentry-trace': 'f'.repeat(32), baggage: 'a=1' }),
    )
    await t.stop()

    expect(collector.spans).toMatchObject([
      { traceId: '0af7651916cd43dd8448eb211c80319c', parentSpanId: 'b7ad6b7169203331' },
    ])
  })

  test.each([401, 403])('does not take a trace from who is answered %d', async (status) => {
    await using collector = startCollector()
    const t = setup(collector.endpoint)

    const refused = { status, code: 'unauthorized', integrationId: null, eventId: null } as const
    t.observer.received(received(refused, { traceparent }))
    await t.stop()

    const [span] = collector.spans
    expect(span?.parentSpanId).toBeUndefined()
    expect(span?.attributes).toMatchObject({ 'error.type': 'unauthorized' })
  })

  test('links each webhook with the commit that its event was in', async () => {
    await using collector = startCollector()
    const t = setup(collector.endpoint)
    const to = monotonic()

    t.observer.committed({ from: to - 3, to, events: 2, ids: ['7', '8'] })
    t.observer.committed({ from: to - 3, to, events: 1, ids: ['9'] })
    t.observer.received(received({ eventId: '8' }))
    t.observer.received(received({ eventId: '9' }))
    await t.stop()

    const [first, second] = collector.of('commit')
    expect(first?.attributes).toEqual({ 'db.system.name': 'sqlite', 'db.operation.batch.size': 2 })
    expect(collector.of('POST /v1/events/sentry/{token}').map(({ links }) => links)).toEqual([
      [first?.spanId ?? ''],
      [second?.spanId ?? ''],
    ])
  })

  test('says of a batch of the drain what came of it, and nothing of looks that found nothing', async () => {
    await using collector = startCollector()
    const t = setup(collector.endpoint)
    const to = monotonic()

    t.observer.drained({ from: to - 1, to, report: emptyReport })
    t.observer.drained({
      from: to - 4,
      to,
      report: {
        ...emptyReport,
        processed: [
          { eventId: '1', outcome: 'opened', alertId: '1' },
          { eventId: '2', outcome: 'updated', alertId: '1' },
        ],
        failed: [{ eventId: '3', attempt: 1, dead: false, error: new Error('a payload') }],
      },
    })
    await t.stop()

    expect(collector.spans).toMatchObject([
      {
        name: 'drain batch',
        status: 2,
        attributes: {
          'navish.events.processed': 2,
          'navish.events.failed': 1,
          'navish.alerts.changed': 1,
        },
      },
    ])
    expect(collector.text()).not.toContain('a payload')
  })

  test('says of an attempt which channel it was and what came of it', async () => {
    await using collector = startCollector()
    const t = setup(collector.endpoint)
    const to = monotonic()
    const attempt: Attempted = {
      from: to - 90,
      to,
      channelId: '2',
      channelKind: 'slack',
      result: 'retry',
      status: 503,
      outcomes: ['pending', 'pending'],
    }

    t.observer.attempted(attempt)
    t.observer.attempted({ ...attempt, result: 'sent', status: 200 })
    await t.stop()

    expect(collector.spans).toMatchObject([
      {
        name: 'deliver slack',
        kind: 3,
        status: 2,
        attributes: {
          'navish.channel.id': '2',
          'navish.channel.kind': 'slack',
          'navish.delivery.result': 'retry',
          'navish.deliveries': 2,
          'http.response.status_code': 503,
          'error.type': '503',
        },
      },
      { name: 'deliver slack', status: 0 },
    ])
  })

  test('says of a request to the API only the pattern of its path', async () => {
    await using collector = startCollector()
    const t = setup(collector.endpoint)
    const to = monotonic()
    const headers = new Headers({ traceparent, authorization: 'Bearer nva_secret', cookie: 'x=y' })

    t.observer.answered({
      from: to - 2,
      to,
      method: 'GET',
      route: '/v1/alerts/{id}',
      status: 500,
      headers,
    })
    await t.stop()

    expect(collector.spans).toMatchObject([
      {
        name: 'GET /v1/alerts/{id}',
        kind: 2,
        status: 2,
        parentSpanId: 'b7ad6b7169203331',
        attributes: {
          'http.request.method': 'GET',
          'http.route': '/v1/alerts/{id}',
          'http.response.status_code': 500,
          'error.type': '500',
        },
      },
    ])
    expect(collector.text()).not.toMatch(/nva_|cookie|x=y/)
  })
})

describe('what is sampled', () => {
  test.each<[Record<string, string>, string | null, number]>([
    [{}, null, 1],
    [{}, unsampled, 0],
    [{ OTEL_TRACES_SAMPLER: 'always_on' }, unsampled, 1],
    [{ OTEL_TRACES_SAMPLER: 'always_off' }, traceparent, 0],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, null, 0],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, traceparent, 1],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' }, null, 0],
    [
      { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' },
      traceparent,
      1,
    ],
    [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' }, traceparent, 0],
    [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: 'much' }, unsampled, 1],
    [{ OTEL_TRACES_SAMPLER: 'nonsense' }, null, 1],
  ])('with %j, and traceparent %s: %d', async (env, parent, count) => {
    await using collector = startCollector()
    const t = setup(collector.endpoint, { env })

    t.observer.received(received({}, parent === null ? {} : { traceparent: parent }))
    await t.stop()

    expect(collector.spans).toHaveLength(count)
  })

  test('a ratio takes about that part', async () => {
    await using collector = startCollector()
    const env = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' }
    const t = setup(collector.endpoint, { env })

    for (let index = 0; index < 1000; index += 1) t.observer.received(received())
    await t.stop()

    expect(collector.spans.length).toBeWithin(150, 350)
  })
})

describe('when the collector', () => {
  test('is not there, a stop ends within a second, and one line says so', async () => {
    const t = setup('http://127.0.0.1:9')

    for (let index = 0; index < 1500; index += 1) t.observer.received(received())
    const begun = performance.now()
    await t.stop()

    expect(performance.now() - begun).toBeLessThan(1000)
    expect(t.lines.length).toBeLessThanOrEqual(1)
  })

  test('refuses, one line says with what, how much is lost, and no more of it', async () => {
    await using collector = startCollector(
      () => new Response('no such tenant: s3cret', { status: 401 }),
    )
    const t = setup(collector.endpoint, { headers: 'authorization=Bearer%20s3cret' })

    for (let index = 0; index < 1200; index += 1) t.observer.received(received())
    await t.stop()

    expect(collector.requests.length).toBeGreaterThan(1)
    expect(t.lines).toEqual([
      expect.objectContaining({ level: 'warn', msg: 'traces not exported', errorCode: '401' }),
    ])
    expect(t.logText()).not.toContain('s3cret')
  })

  test('never answers, no more than a queue is kept, and nobody waits', async () => {
    const server = Bun.serve({ port: 0, fetch: () => new Promise<Response>(() => {}) })
    const t = setup(`http://127.0.0.1:${server.port}`)

    const begun = performance.now()
    for (let index = 0; index < 50_000; index += 1) t.observer.received(received())
    const told = performance.now() - begun
    const stopping = performance.now()
    await t.stop()

    expect(told).toBeLessThan(5_000)
    expect(performance.now() - stopping).toBeLessThan(1000)
    await server.stop(true)
  })
})
