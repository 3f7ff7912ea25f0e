import { describe, expect, test } from 'bun:test'
import type { Attempted, Received } from '../../src/observer.ts'
import { definitions } from '../../src/metrics/definitions.ts'
import type { AuditEntry } from '../../src/store/accounts.ts'
import { emptyReport } from '../support/drain-report.ts'
import { setup } from './setup.ts'

function received(fact: Partial<Received> = {}): Received {
  return {
    from: 0,
    readAt: 10,
    to: 14,
    status: 202,
    code: 'accepted',
    integrationId: '1',
    eventId: '1',
    headers: new Headers(),
    ...fact,
  }
}

const audit: AuditEntry = {
  at: 5,
  actor: { kind: 'command', id: null, name: 'test' },
  address: null,
  requestId: null,
  action: 'test',
  target: null,
  text: 'For a test.',
}

const attempted: Attempted = {
  from: 0,
  to: 300,
  channelId: '4',
  channelKind: 'slack',
  result: 'sent',
  status: 200,
  outcomes: ['sent', 'sent'],
}

describe('what adds up', () => {
  test('is 0 from the beginning, so that the first one is seen as an increase', async () => {
    await using t = setup()

    const values = await t.scrape()

    expect(values).toMatchObject({
      'navish_intake_requests_total{status="202",code="accepted"}': 0,
      'navish_intake_requests_total{status="500",code="internal"}': 0,
      'navish_events_processed_total{outcome="dead"}': 0,
      navish_commit_failures_total: 0,
      navish_intake_duration_seconds_count: 0,
    })
  })

  test('counts webhooks by their answer, and takes their time from when they were read', async () => {
    await using t = setup()

    t.observer.received(received())
    t.observer.received(received({ to: 1510 }))
    t.observer.received(received({ status: 400, code: 'invalid_json', eventId: null }))
    t.observer.received(received({ status: 401, code: 'unauthorized', integrationId: null }))

    const values = await t.scrape()
    expect(values).toMatchObject({
      'navish_intake_requests_total{status="202",code="accepted"}': 2,
      'navish_intake_requests_total{status="400",code="invalid_json"}': 1,
      'navish_intake_requests_total{status="401",code="unauthorized"}': 1,
      'navish_intake_refusals_total{integration_id="1",code="invalid_json"}': 1,
      'navish_intake_duration_seconds_bucket{le="0.0025"}': 0,
      'navish_intake_duration_seconds_bucket{le="0.005"}': 3,
      'navish_intake_duration_seconds_bucket{le="1.0"}': 3,
      'navish_intake_duration_seconds_bucket{le="2.5"}': 4,
      navish_intake_duration_seconds_count: 4,
    })
    expect(Object.keys(values).filter((name) => name.includes('refusals'))).toHaveLength(1)
  })

  test('counts commits, and how many events each had', async () => {
    await using t = setup()

    t.observer.committed({ from: 0, to: 2, events: 3, ids: ['1', '2', '3'] })
    t.observer.committed({ from: 5, to: 9, events: 1, ids: null })

    expect(await t.scrape()).toMatchObject({
      navish_commit_events_count: 1,
      navish_commit_events_sum: 3,
      'navish_commit_events_bucket{le="2.0"}': 0,
      'navish_commit_events_bucket{le="4.0"}': 1,
      navish_commit_failures_total: 1,
      navish_commit_duration_seconds_count: 2,
      navish_commit_duration_seconds_sum: 0.006,
    })
  })

  test('counts what became of events, and leaves looks that found nothing out', async () => {
    await using t = setup()

    t.observer.drained({ from: 0, to: 1, report: emptyReport })
    t.observer.drained({
      from: 0,
      to: 8,
      report: {
        ...emptyReport,
        processed: [
          { eventId: '1', outcome: 'opened', alertId: '1' },
          { eventId: '2', outcome: 'updated', alertId: '1' },
        ],
        failed: [
          { eventId: '3', attempt: 1, dead: false, error: null },
          { eventId: '4', attempt: 9, dead: true, error: null },
        ],
        unreadable: [{ first: '7', last: '9' }],
      },
    })

    expect(await t.scrape()).toMatchObject({
      navish_drain_duration_seconds_count: 1,
      'navish_events_processed_total{outcome="opened"}': 1,
      'navish_events_processed_total{outcome="updated"}': 1,
      'navish_events_processed_total{outcome="dead"}': 1,
      navish_event_failures_total: 2,
      navish_events_unreadable_total: 3,
    })
  })

  test('counts attempts by channel and result, and the deliveries that are over by that', async () => {
    await using t = setup()

    t.observer.attempted(attempted)
    t.observer.attempted({ ...attempted, result: 'retry', outcomes: ['pending', 'dead'] })

    const values = await t.scrape()
    expect(values).toMatchObject({
      'navish_delivery_attempts_total{channel_id="4",channel_kind="slack",result="sent"}': 1,
      'navish_delivery_attempts_total{channel_id="4",channel_kind="slack",result="retry"}': 1,
      'navish_deliveries_total{channel_id="4",channel_kind="slack",result="sent"}': 2,
      'navish_deliveries_total{channel_id="4",channel_kind="slack",result="dead"}': 1,
      'navish_delivery_attempt_duration_seconds_count{channel_kind="slack"}': 2,
    })
    expect(Object.keys(values).join('\n')).not.toContain('result="pending"')
  })

  test('counts requests to the API by the pattern of their path', async () => {
    await using t = setup()

    const fact = { from: 0, to: 3, method: 'GET', status: 200, headers: new Headers() }
    t.observer.answered({ ...fact, route: '/v1/alerts/{id}' })
    t.observer.answered({ ...fact, route: '/v1/alerts/{id}' })

    expect(await t.scrape()).toMatchObject({
      'navish_api_requests_total{method="GET",route="/v1/alerts/{id}",status="200"}': 2,
      navish_api_request_duration_seconds_count: 2,
    })
  })
})

describe('what is now', () => {
  test('tells of alerts, the outbox, channels and integrations what the store has', async () => {
    await using t = setup()
    const { id } = await t.store.createIntegration({
      name: 'shop <script>',
      token: { hash: 'h', hint: 'hint', createdAt: 0 },
      clientSecret: null,
      createdAt: 400_000,
    })
    await t.store.updateIntegration(id, { silentAfter: 3_600_000, ifRevision: null }, 500_000)
    const channel = await t.store.createChannel(
      { kind: 'slack', name: '#ops', settings: {}, sealed: '', fallbackId: null, createdAt: 0 },
      audit,
    )
    await t.store.append([
      {
        integrationId: id,
        receivedAt: 970_000,
        resource: 'issue',
        action: 'created',
        headers: {},
        payload: new Uint8Array(),
        replayKey: null,
      },
    ])

    const values = await t.scrape()

    const labels = `channel_id="${channel.id}",channel_kind="${channel.kind}"`
    expect(values).toMatchObject({
      navish_outbox_events: 1,
      navish_outbox_oldest_age_seconds: 30,
      navish_dead_events: 0,
      'navish_alerts{status="open",severity="critical"}': 0,
      'navish_alerts{status="acknowledged",severity="info"}': 0,
      [`navish_deliveries_pending{${labels}}`]: 0,
      [`navish_delivery_oldest_age_seconds{${labels}}`]: 0,
      [`navish_channel_failing{${labels}}`]: 0,
      [`navish_integration_silence_seconds{integration_id="${id}"}`]: 500,
      [`navish_integration_silent_after_seconds{integration_id="${id}"}`]: 3600,
    })
    expect(values).not.toHaveProperty([
      `navish_integration_last_webhook_timestamp_seconds{integration_id="${id}"}`,
    ])
    expect(JSON.stringify(values)).not.toContain('shop')
  })

  test('knows of a webhook at once, before the drain does', async () => {
    await using t = setup()
    const { id } = await t.store.createIntegration({
      name: 'shop',
      token: { hash: 'h', hint: 'hint', createdAt: 0 },
      clientSecret: null,
      createdAt: 0,
    })

    t.observer.received(received({ integrationId: id, to: t.clock() }))
    t.clock.advanceBy(5000)

    expect(await t.scrape()).toMatchObject({
      [`navish_integration_last_webhook_timestamp_seconds{integration_id="${id}"}`]: 1000,
      [`navish_integration_silence_seconds{integration_id="${id}"}`]: 5,
    })
  })

  test('tells what is built, what is wrong, who reads, and when the drain ran', async () => {
    const alarm = { key: 'disk', title: 'x', description: 'y' }
    await using t = setup({
      standing: () => [
        { ...alarm, severity: 'critical' },
        { ...alarm, severity: 'warning' },
      ],
      lastDrain: () => 998_500,
      readers: () => 3,
    })

    expect(await t.scrape()).toMatchObject({
      'navish_build_info{version="1.2.3",commit="abc",bun="1.4.5"}': 1,
      'navish_alarms{severity="critical"}': 1,
      'navish_alarms{severity="error"}': 0,
      'navish_alarms{severity="warning"}': 1,
      navish_stream_readers: 3,
      navish_drain_last_run_timestamp_seconds: 998.5,
    })
  })

  test('tells of the process and the disk in seconds and bytes', async () => {
    await using t = setup()

    const values = await t.scrape()

    const now = Date.now() / 1000
    expect(values['process_start_time_seconds']).toBeWithin(now - 3600, now)
    expect(values['process_cpu_seconds_total']).toBeWithin(0.01, 3600)
    expect(values['process_resident_memory_bytes']).toBeGreaterThan(10_000_000)
    expect(values['navish_disk_size_bytes']).toBeGreaterThan(
      values['navish_disk_free_bytes'] ?? Infinity,
    )
    expect(values['navish_database_size_bytes']).toBeGreaterThan(100_000)
  })

  test('tells the rest when the database does not answer, and why in the log', async () => {
    await using t = setup({
      store: { showLevels: () => Promise.reject(new Error('disk I/O error')) },
    })

    const values = await t.scrape()

    expect(values).toHaveProperty('navish_commit_failures_total', 0)
    expect(values).toHaveProperty('process_resident_memory_bytes')
    expect(values).not.toHaveProperty('navish_outbox_events')
    expect(t.lines).toMatchObject([
      { level: 'warn', msg: 'metrics incomplete', part: 'database', reason: 'disk I/O error' },
    ])
  })
})

test.each([
  [
    { every: 86_400_000, newestAt: 940_000, failure: null, watchedSince: 0 },
    { last: 940, age: 60, failing: 0 },
  ],
  [
    { every: 86_400_000, newestAt: null, failure: 'disk full', watchedSince: 400_000 },
    { last: undefined, age: 600, failing: 1 },
  ],
])('backups %j are told as %j', async (backup, { last, age, failing }) => {
  await using t = setup({ backup: () => backup })

  const values = await t.scrape()

  expect(values['navish_backup_last_timestamp_seconds']).toBe(last as number)
  expect(values).toMatchObject({
    navish_backup_age_seconds: age,
    navish_backup_interval_seconds: 86_400,
    navish_backup_failing: failing,
  })
})

test('of backups that nobody makes nothing is told', async () => {
  await using t = setup()

  expect(JSON.stringify(await t.scrape())).not.toContain('backup')
})

test('everything that is defined is told', async () => {
  const backup = { every: 1, newestAt: 1, failure: null, watchedSince: 0 }
  await using t = setup({ backup: () => backup })
  const text = await t.metrics.scrape('prometheus')

  const told = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)

  expect(told).toEqual(Object.values(definitions).map(({ name }) => name))
})
