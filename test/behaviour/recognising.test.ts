import { describe, expect, test } from 'bun:test'
import { startTestNavish } from '../support/navish.ts'
import {
  activityHook,
  anIssue,
  eventAlertHook,
  fromSentry,
  handMade,
  issueHook,
  legacyHook,
  metricHook,
} from '../support/requests.ts'

describe('what opens an alert', () => {
  test('an event alert does, although it carries an event and no issue', async () => {
    await using navish = await startTestNavish()

    expect(await navish.send(eventAlertHook())).toBe(202)

    expect(await navish.event()).toMatchObject({ resource: 'event_alert', outcome: 'opened' })
    expect(await navish.alert()).toMatchObject({
      dedupKey: 'sentry-issue-4711',
      kind: 'issue',
      status: 'open',
      title: 'TypeError: cart is undefined',
    })
  })

  test('the flat body of the legacy plugin does, without any action or data', async () => {
    await using navish = await startTestNavish()

    expect(await navish.send(legacyHook())).toBe(202)

    expect(await navish.event()).toMatchObject({ resource: 'legacy', outcome: 'opened' })
    expect(await navish.alert()).toMatchObject({
      dedupKey: 'sentry-issue-4711',
      severity: 'error',
      project: { slug: 'shop', name: 'Web shop' },
    })
  })

  test.each([
    ['issue', handMade({ action: 'created', data: { issue: { id: '5' } } }), 'sentry-issue-5'],
    [
      'metric alert',
      handMade({ action: 'critical', data: { metric_alert: { id: '6' } } }),
      'sentry-metric-6',
    ],
    [
      'event',
      handMade({ action: 'triggered', data: { event: { issue_id: '7' } } }),
      'sentry-issue-7',
    ],
  ])(
    'a call with none of the headers of Sentry does, known by its %s',
    async (_, sent, dedupKey) => {
      await using navish = await startTestNavish()

      expect(await navish.send(sent)).toBe(202)

      expect(await navish.alert()).toMatchObject({ dedupKey, status: 'open' })
    },
  )

  test('a metric alert with the action "open" does', async () => {
    await using navish = await startTestNavish()

    expect(await navish.send(metricHook('open'))).toBe(202)

    expect(await navish.alert()).toMatchObject({ dedupKey: 'sentry-metric-31', status: 'open' })
  })

  test('a body decides against a header that says something else', async () => {
    await using navish = await startTestNavish()
    const body = { action: 'critical', data: { metric_alert: { id: '6', status: 20 } } }

    expect(await navish.send(fromSentry('issue', body))).toBe(202)

    expect(await navish.alert()).toMatchObject({ dedupKey: 'sentry-metric-6', kind: 'metric' })
  })

  test('a field that nobody knows does not get in the way', async () => {
    await using navish = await startTestNavish()
    const body = { action: 'created', data: { issue: anIssue(), news: [1] }, text: 'Sentry says' }

    expect(await navish.send(fromSentry('issue', body))).toBe(202)

    expect(await navish.alert()).toMatchObject({ dedupKey: 'sentry-issue-4711', status: 'open' })
  })
})

describe('what means nothing here', () => {
  test.each([
    ['a single error', fromSentry('error', { action: 'created', data: { error: { title: 'x' } } })],
    ['a comment', fromSentry('comment', { action: 'created', data: { issue_id: 4711 } })],
    [
      'an installation',
      fromSentry('installation', { action: 'created', data: { installation: { uuid: 'x' } } }),
    ],
    [
      'a report of the AI assistant',
      fromSentry('seer', { action: 'root_cause_completed', data: { group_id: 4711 } }),
    ],
    [
      'a failed build',
      fromSentry('preprod_artifact', {
        action: 'size_analysis_completed',
        data: { buildId: '1', state: 'FAILED' },
      }),
    ],
    [
      'a resource of tomorrow',
      fromSentry('horoscope', { action: 'created', data: { sign: 'leo' } }),
    ],
    ['an unknown issue action', issueHook('sneezed')],
    ['an unknown metric action and status', metricHook('sneezed', { status: 77 })],
    [
      'an unknown event alert action',
      fromSentry('event_alert', {
        action: 'sneezed',
        data: { event: { issue_id: '4711' } },
      }),
    ],
    ['a linked pull request', activityHook('appeared_in_pull_request')],
    ['an activity of the AI assistant', activityHook('seer_root_cause_completed')],
    ['an activity of tomorrow', activityHook('status_sneezed')],
  ])('%s is accepted and ignored', async (_, sent) => {
    await using navish = await startTestNavish()

    expect(await navish.send(sent)).toBe(202)

    expect(await navish.event()).toMatchObject({ state: 'done', outcome: 'ignored', alertId: null })
    expect(await navish.alerts()).toEqual([])
  })

  test.each(['appeared_in_pull_request', 'seer_root_cause_completed', 'seer_pr_created'])(
    'the activity %s leaves an open alert as it was',
    async (type) => {
      await using navish = await startTestNavish()
      await navish.send(issueHook('created'))
      const before = await navish.alert()

      expect(await navish.send(activityHook(type))).toBe(202)

      expect(await navish.alert()).toEqual(before)
    },
  )
})

describe('activities that say what happened to an issue', () => {
  const resolves = ['status_resolved', 'status_resolved_in_release', 'status_resolved_by_age']

  test.each(resolves)('%s opens nothing although its action is "triggered"', async (type) => {
    await using navish = await startTestNavish()

    expect(await navish.send(activityHook(type))).toBe(202)

    expect(await navish.alerts()).toEqual([])
  })

  test.each(resolves)('%s resolves the open alert of its issue', async (type) => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created'))

    expect(await navish.send(activityHook(type))).toBe(202)

    expect(await navish.alert()).toMatchObject({ status: 'resolved', resolvedBy: 'sentry' })
  })

  test.each(['status_regression', 'status_unresolved', 'status_escalating'])(
    '%s opens an alert for an unknown issue',
    async (type) => {
      await using navish = await startTestNavish()

      expect(await navish.send(activityHook(type))).toBe(202)

      expect(await navish.alert()).toMatchObject({ dedupKey: 'sentry-issue-4711', status: 'open' })
    },
  )
})

test('"archived" is the same as "ignored"', async () => {
  const afterwards = []
  for (const action of ['ignored', 'archived']) {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created'))
    await navish.send(issueHook(action, { substatus: 'archived_forever' }))
    afterwards.push(await navish.alert())
  }

  const [ignored, archived] = afterwards
  expect(ignored?.snooze).toEqual({
    until: null,
    by: 'sentry',
    reason: 'archived in Sentry for good',
  })
  expect(archived).toEqual(ignored)
})
