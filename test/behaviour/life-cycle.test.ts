import { describe, expect, test } from 'bun:test'
import { act } from '../../src/core/action.ts'
import { startTestNavish, type TestNavish } from '../support/navish.ts'
import { eventAlertHook, issueHook, legacyHook, metricHook } from '../support/requests.ts'

/** Does something to the newest alert in the name of a person. */
async function byPerson(navish: TestNavish, kind: 'resolve' | 'unsnooze') {
  const { id } = await navish.alert()
  const action = kind === 'resolve' ? { kind, reason: null } : { kind }
  return navish.store.changeAlert(id, { action, act, by: 'jane', now: navish.clock() })
}

describe('one alert for one issue', () => {
  test('whether the issue or its alert rule is reported', async () => {
    await using navish = await startTestNavish()

    await navish.send(issueHook('created', { id: '99' }))
    await navish.send(eventAlertHook({ issue_id: '99' }))

    expect(await navish.alerts()).toHaveLength(1)
    expect(await navish.alert()).toMatchObject({ dedupKey: 'sentry-issue-99', eventCount: 2 })
  })

  test('also when both are reported at the same moment', async () => {
    await using navish = await startTestNavish()

    const answers = await Promise.all([
      navish.post(issueHook('created')),
      navish.post(eventAlertHook()),
      navish.post(legacyHook()),
    ])
    await Promise.all([navish.drain(), navish.drain()])

    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202])
    expect(await navish.alerts()).toHaveLength(1)
    expect(await navish.alert()).toMatchObject({ status: 'open', eventCount: 3 })
  })

  test.each([
    ['issue_url', 'https://sentry.io/api/0/issues/99/'],
    ['issue_url', 'https://sentry.io/api/0/organizations/acme/issues/99/'],
    ['web_url', 'https://acme.sentry.io/issues/99/events/abc/'],
    ['web_url', 'https://sentry.io/organizations/acme/issues/99/?project=1'],
  ])('whose id is only in the %s %s', async (field, address) => {
    await using navish = await startTestNavish()
    const none = { issue_id: undefined, issue_url: undefined, web_url: undefined }

    expect(await navish.send(eventAlertHook({ ...none, [field]: address }))).toBe(202)

    expect(await navish.alert()).toMatchObject({ dedupKey: 'sentry-issue-99' })
  })

  test('however often its rule fires', async () => {
    await using navish = await startTestNavish()
    const openedAt = new Date(navish.clock()).toISOString()

    for (let second = 10; second < 30; second += 1) {
      await navish.send(eventAlertHook({ datetime: `2026-09-01T08:05:${second}.000000Z` }))
    }

    expect(await navish.alerts()).toHaveLength(1)
    const { timeline, ...alert } = await navish.alert()
    const lastEventAt = new Date(navish.clock() - 1000).toISOString()
    expect(alert).toMatchObject({ eventCount: 20, openedAt, lastEventAt })
    expect(timeline.filter(({ kind }) => kind === 'opened')).toHaveLength(1)
  })

  test('which takes over a changed title and level, but keeps its opening time', async () => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created', { level: 'warning' }))
    const { id, openedAt } = await navish.alert()

    await navish.send(eventAlertHook({ title: 'It got worse', level: 'fatal' }))

    expect(await navish.alert()).toMatchObject({
      id,
      openedAt,
      title: 'It got worse',
      severity: 'critical',
    })
  })

  test('but another one in another integration, whatever happens to the first', async () => {
    await using navish = await startTestNavish()
    const other = await navish.createIntegration()

    await navish.send(issueHook('created'))
    await navish.send(issueHook('created'), other.token)
    await navish.send(issueHook('resolved'), other.token)

    const alerts = await navish.alerts()
    expect(alerts.map((alert) => [alert.integrationId, alert.status, alert.eventCount])).toEqual([
      [other.id, 'resolved', 1],
      [navish.integrationId, 'open', 1],
    ])
  })

  test('and another one for a metric alert, neither of which resolves the other', async () => {
    await using navish = await startTestNavish()
    await navish.send(metricHook('critical', { id: '31' }))
    await navish.send(issueHook('created', { id: '31' }))
    await navish.send(issueHook('resolved', { id: '31' }))

    const statuses = async () =>
      (await navish.alerts()).map(({ dedupKey, status }) => [dedupKey, status])
    expect(await statuses()).toEqual([
      ['sentry-issue-31', 'resolved'],
      ['sentry-metric-31', 'open'],
    ])

    await navish.send(issueHook('created', { id: '32' }))
    await navish.send(metricHook('resolved', { id: '32' }))
    expect(await statuses()).toContainEqual(['sentry-issue-32', 'open'])
  })
})

describe('resolving', () => {
  test.each([
    ['an alert rule', eventAlertHook()],
    ['the legacy plugin', legacyHook()],
    ['the issue itself', issueHook('created')],
  ])('Sentry resolves what %s opened', async (_, fired) => {
    await using navish = await startTestNavish()
    await navish.send(fired)

    const resolved = issueHook('resolved', { lastSeen: '2026-09-01T08:05:00.000000Z' })
    expect(await navish.send(resolved)).toBe(202)

    const resolvedAt = new Date(navish.clock() - 1000).toISOString()
    expect(await navish.alerts()).toHaveLength(1)
    expect(await navish.alert()).toMatchObject({
      status: 'resolved',
      resolvedBy: 'sentry',
      resolvedAt,
    })
  })

  test.each([
    ['a cron or uptime issue', eventAlertHook()],
    ['the legacy plugin', legacyHook()],
    ['a subscription without resolves', issueHook('created')],
  ])('a person can, where Sentry never will: %s', async (_, fired) => {
    await using navish = await startTestNavish()
    await navish.send(fired)

    expect(await byPerson(navish, 'resolve')).toMatchObject({ result: 'changed' })

    expect(await navish.alert()).toMatchObject({ status: 'resolved', resolvedBy: 'user' })
  })

  test('is final when a person did it: the next firing opens a new alert', async () => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created'))
    await byPerson(navish, 'resolve')
    const { id: previousAlertId } = await navish.alert()

    await navish.send(eventAlertHook())

    expect(await navish.alerts()).toMatchObject([
      { status: 'open', previousAlertId },
      { status: 'resolved', resolvedBy: 'user' },
    ])
  })
})

describe('a metric alert', () => {
  test('goes from critical to warning to resolved as one alert', async () => {
    await using navish = await startTestNavish()

    await navish.send(metricHook('critical'))
    expect(await navish.alert()).toMatchObject({ status: 'open', severity: 'critical' })
    await navish.send(metricHook('warning'))
    expect(await navish.alert()).toMatchObject({ status: 'open', severity: 'warning' })
    await navish.send(metricHook('resolved'))

    expect(await navish.alerts()).toHaveLength(1)
    expect(await navish.alert()).toMatchObject({ status: 'resolved', eventCount: 2 })
  })

  test('opens anew for the next outage, which has another id', async () => {
    await using navish = await startTestNavish()
    await navish.send(metricHook('critical', { id: '31' }))
    await navish.send(metricHook('resolved', { id: '31' }))

    await navish.send(metricHook('critical', { id: '32' }))

    expect(await navish.alerts()).toMatchObject([
      { dedupKey: 'sentry-metric-32', status: 'open' },
      { dedupKey: 'sentry-metric-31', status: 'resolved' },
    ])
  })

  test('resolves although it names no time of its end', async () => {
    await using navish = await startTestNavish()
    await navish.send(metricHook('critical'))

    expect(await navish.send(metricHook('resolved', { date_closed: null }))).toBe(202)

    expect(await navish.alert()).toMatchObject({ status: 'resolved', resolvedBy: 'sentry' })
  })
})

describe('a test event of the legacy plugin', () => {
  test('counts on one alert, however often it is sent', async () => {
    await using navish = await startTestNavish()
    const sample = { triggering_rules: [], event: { tags: [['sample_event', 'yes']] } }

    expect(await navish.send(legacyHook(sample))).toBe(202)
    expect(await navish.send(legacyHook(sample))).toBe(202)

    const { timeline, ...alert } = await navish.alert()
    expect(await navish.alerts()).toHaveLength(1)
    expect(alert).toMatchObject({ status: 'open', eventCount: 2 })
    expect(timeline.map(({ kind }) => kind)).toEqual(['opened', 'updated'])
  })
})
