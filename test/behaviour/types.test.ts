import { describe, expect, test } from 'bun:test'
import { startTestNavish } from '../support/navish.ts'
import { eventAlertHook, handMade, issueHook, legacyHook, metricHook } from '../support/requests.ts'

describe('the status of a metric alert', () => {
  test.each([
    [20, 'critical'],
    [10, 'warning'],
    [1, 'info'],
    ['critical', 'critical'],
    ['Warning', 'warning'],
    ['open', 'info'],
  ])('%p fires with an action that says nothing: %s', async (status, severity) => {
    await using navish = await startTestNavish()

    expect(await navish.send(metricHook('updated', { status }))).toBe(202)

    expect(await navish.alert()).toMatchObject({ status: 'open', severity })
  })

  test.each([2, 'resolved', 'Resolved'])(
    '%p resolves with an action that says nothing',
    async (status) => {
      await using navish = await startTestNavish()
      await navish.send(metricHook('critical'))

      expect(await navish.send(metricHook('updated', { status }))).toBe(202)

      expect(await navish.alert()).toMatchObject({ status: 'resolved', resolvedBy: 'sentry' })
    },
  )

  test.each(['critical', 'warning', 'open', 'resolved', 'created'])(
    'resolves as the word "resolved", also with the action "%s"',
    async (action) => {
      await using navish = await startTestNavish()
      await navish.send(metricHook('critical'))

      expect(await navish.send(metricHook(action, { status: 'resolved' }))).toBe(202)

      expect(await navish.alert()).toMatchObject({ status: 'resolved', resolvedBy: 'sentry' })
    },
  )

  test.each([
    ['critical', 'critical'],
    ['warning', 'warning'],
    ['open', 'info'],
  ])('does not count as the number 2 when the action is "%s"', async (action, severity) => {
    await using navish = await startTestNavish()

    expect(await navish.send(metricHook(action, { status: 2 }))).toBe(202)

    expect(await navish.alert()).toMatchObject({ status: 'open', severity })
  })

  test.each([
    ['critical', 10, 'critical'],
    ['warning', 20, 'warning'],
    ['critical', null, 'critical'],
    ['warning', true, 'warning'],
  ])('does not outweigh the action "%s" as %p', async (action, status, severity) => {
    await using navish = await startTestNavish()

    expect(await navish.send(metricHook(action, { status }))).toBe(202)

    expect(await navish.alert()).toMatchObject({ severity })
  })

  test.each(['__proto__', 'constructor', 'toString'])('means nothing as "%s"', async (status) => {
    await using navish = await startTestNavish()

    expect(await navish.send(metricHook('updated', { status }))).toBe(202)

    expect(await navish.event()).toMatchObject({ state: 'done', outcome: 'ignored' })
  })
})

describe('the link of an issue', () => {
  const page = 'https://acme.sentry.io/issues/4711/'
  test.each([
    ['is its permalink', { permalink: `${page}?p`, web_url: page }, `${page}?p`],
    ['is the browser page when there is no permalink', { permalink: null, web_url: page }, page],
    ['is empty without both, never the API', { permalink: null, web_url: null }, null],
    ['is empty for the word null', { permalink: 'null', web_url: undefined }, null],
    ['is never a script', { permalink: 'javascript:alert(1)', web_url: 'data:text/html,x' }, null],
  ])('%s', async (_, links, url) => {
    await using navish = await startTestNavish()

    expect(await navish.send(issueHook('created', links))).toBe(202)

    expect(await navish.alert()).toMatchObject({ status: 'open', url })
  })
})

test.each([
  handMade({ action: 'created', data: { issue: { id: 4711, title: 'as a number' } } }),
  handMade({ action: 'created', data: { issue: { id: ' 4711 ', title: 'with blanks' } } }),
  eventAlertHook({ issue_id: 4711 }),
  legacyHook({ id: 4711 }),
])('an id that is a number is the same as the string (%#)', async (sent) => {
  await using navish = await startTestNavish()
  await navish.send(issueHook('created', { id: '4711' }))

  expect(await navish.send(sent)).toBe(202)

  const alerts = await navish.alerts()
  expect(alerts.map(({ dedupKey, eventCount }) => [dedupKey, eventCount])).toEqual([
    ['sentry-issue-4711', 2],
  ])
})

test('a metric id that is a number is the same as the string', async () => {
  await using navish = await startTestNavish()
  await navish.send(metricHook('critical', { id: '31' }))

  expect(await navish.send(metricHook('resolved', { id: 31 }))).toBe(202)

  expect(await navish.alert()).toMatchObject({ dedupKey: 'sentry-metric-31', status: 'resolved' })
})

describe('times', () => {
  const before = '2026-09-01T07:59:58.000000Z'
  const after = '2026-09-01T08:00:02.000000Z'

  test.each([
    ['an issue with an offset', issueHook('created', { lastSeen: '2026-09-01T08:00:00+00:00' })],
    ['a fraction of 3', issueHook('created', { lastSeen: '2026-09-01T08:00:00.123Z' })],
    ['a fraction of 6', issueHook('created', { lastSeen: '2026-09-01T08:00:00.123456Z' })],
    ['both', issueHook('created', { lastSeen: '2026-09-01T08:00:00.123456+00:00' })],
    ['another offset', issueHook('created', { lastSeen: '2026-09-01T10:00:00.123+02:00' })],
    ['no offset', issueHook('created', { lastSeen: '2026-09-01T08:00:00' })],
    ['no fraction', issueHook('created', { lastSeen: '2026-09-01T08:00:00Z' })],
    [
      'only the first time',
      issueHook('created', {
        lastSeen: null,
        firstSeen: '2026-09-01T08:00:00Z',
      }),
    ],
    ['an event', eventAlertHook({ datetime: '2026-09-01T08:00:00.123456Z' })],
    ['float seconds', eventAlertHook({ datetime: null, timestamp: 1788249600.123 })],
    ['whole seconds', eventAlertHook({ datetime: null, timestamp: 1788249600 })],
  ])('%s is understood: only a later resolve resolves', async (_, fired) => {
    await using navish = await startTestNavish()
    await navish.send(fired)

    await navish.send(issueHook('resolved', { lastSeen: before }))
    expect(await navish.alert()).toMatchObject({ status: 'open' })

    await navish.send(issueHook('resolved', { lastSeen: after }))
    expect(await navish.alert()).toMatchObject({ status: 'resolved' })
  })

  test.each([null, '', 'yesterday', '2026-13-45T99:00:00Z', {}, true, 1e300, -5])(
    'a time that is %p opens an alert all the same',
    async (odd) => {
      await using navish = await startTestNavish()

      expect(await navish.send(issueHook('created', { lastSeen: odd, firstSeen: odd }))).toBe(202)

      expect(await navish.event()).toMatchObject({ state: 'done', outcome: 'opened' })
    },
  )

  test('the counters of Sentry are not the counter of the alert', async () => {
    await using navish = await startTestNavish()

    expect(await navish.send(issueHook('created', { count: '1312', userCount: 90 }))).toBe(202)

    expect(await navish.alert()).toMatchObject({ eventCount: 1 })
  })
})

describe('the project', () => {
  test('of a metric alert is the slug, which is all there is', async () => {
    await using navish = await startTestNavish()

    await navish.send(metricHook('critical', { projects: ['billing'] }))

    expect(await navish.alert()).toMatchObject({ project: { slug: 'billing', name: 'billing' } })
  })

  test.each([
    [
      'https://sentry.io/api/0/projects/acme/billing/events/1/',
      { slug: 'billing', name: 'billing' },
    ],
    ['https://sentry.io/api/0/other/', null],
    [null, null],
  ])('of an event is taken from its API address %p, never its number', async (url, project) => {
    await using navish = await startTestNavish()

    await navish.send(eventAlertHook({ project: 7, url }))

    expect((await navish.alert()).project).toEqual(project)
  })
})
