import { describe, expect, test } from 'bun:test'
import { createTestClock } from '../support/clock.ts'
import { command } from '../support/command.ts'
import { dataDirWith } from '../support/data-dir.ts'
import { eventAlertHook, issueHook, metricHook } from '../support/requests.ts'

describe('alert', () => {
  const requests = [
    issueHook('created'),
    metricHook('critical'),
    eventAlertHook({ issue_id: '5', level: 'warning', url: null }),
    issueHook('resolved'),
  ]

  test('list prints the documented fields, newest first, and nothing else', async () => {
    using dir = await dataDirWith(...requests)

    const { code, json } = await command(['alert', 'list', '--json'], { dataDir: dir.path })

    expect(code).toBe(0)
    expect(json()).toMatchObject([{ id: '3' }, { id: '2' }, { id: '1' }])
    expect(json<unknown[]>()[2]).toEqual({
      id: '1',
      integrationId: '1',
      dedupKey: 'sentry-issue-4711',
      kind: 'issue',
      status: 'resolved',
      severity: 'error',
      title: 'TypeError: cart is undefined',
      description: 'checkout.total',
      url: 'https://acme.sentry.io/issues/4711/',
      project: { slug: 'shop', name: 'Web shop' },
      eventCount: 1,
      assignee: null,
      snooze: null,
      openedAt: '2026-09-01T10:00:00.000Z',
      lastEventAt: '2026-09-01T10:00:03.000Z',
      acknowledgedAt: null,
      resolvedAt: '2026-09-01T10:00:03.000Z',
      resolvedBy: 'sentry',
      previousAlertId: null,
      regressed: false,
    })
  })

  test.each([
    [
      ['--status', 'open'],
      ['3', '2'],
    ],
    [['--status', 'resolved'], ['1']],
    [['--severity', 'warning'], ['3']],
    [
      ['--project', 'shop'],
      ['2', '1'],
    ],
    [['--integration', '1', '--severity', 'critical'], ['2']],
    [
      ['--limit', '2'],
      ['3', '2'],
    ],
    [['--limit', '2', '--after', '2'], ['1']],
  ])('list %j gives %j', async (flags, ids) => {
    using dir = await dataDirWith(...requests)

    const { json } = await command(['alert', 'list', ...flags, '--json'], { dataDir: dir.path })

    expect(json<{ id: string }[]>().map(({ id }) => id)).toEqual(ids)
  })

  test('list for people is a table', async () => {
    using dir = await dataDirWith(...requests)

    const { out } = await command(['alert', 'list'], { dataDir: dir.path })

    expect(out.split('\n')[0]).toMatch(/^ID +STATUS +SEVERITY +TITLE +PROJECT/)
    expect(out.split('\n')[2]).toMatch(/^2 +open +critical +Too many errors +shop +1 +2026-09-01/)
  })

  test('what a person does is kept, answers with the alert, and stands on the timeline', async () => {
    using dir = await dataDirWith(...requests)
    const clock = createTestClock(Date.UTC(2026, 8, 1, 11))
    const on2 = async (verb: string, ...rest: string[]) => {
      const ran = await command(['alert', verb, '2', ...rest, '--json'], {
        dataDir: dir.path,
        clock,
      })
      expect(ran).toMatchObject({ code: 0, err: '' })
      return ran.json()
    }

    expect(await on2('ack', '--by', 'jane')).toMatchObject({
      status: 'acknowledged',
      acknowledgedAt: '2026-09-01T11:00:00.000Z',
    })
    expect(await on2('unack')).toMatchObject({ status: 'open', acknowledgedAt: null })
    expect(await on2('snooze', '--for', '2h', '--reason', 'deploy')).toMatchObject({
      snooze: { until: '2026-09-01T13:00:00.000Z', by: 'user', reason: 'deploy' },
    })
    expect(await on2('unsnooze')).toMatchObject({ snooze: null })
    expect(await on2('snooze', '--until-worse')).toMatchObject({
      snooze: { until: null, by: 'user', reason: 'until it is worse than critical' },
    })
    expect(await on2('assign', 'ali')).toMatchObject({ assignee: 'ali' })
    expect(await on2('assign', '--nobody')).toMatchObject({ assignee: null })
    expect(await on2('note', 'the cache was cold')).toMatchObject({ status: 'open' })
    expect(await on2('resolve', '--reason', 'rolled back')).toMatchObject({
      status: 'resolved',
      resolvedBy: 'user',
      resolvedAt: '2026-09-01T11:00:00.000Z',
      snooze: null,
    })

    const shown = await command(['alert', 'show', '2', '--json'], { dataDir: dir.path })
    expect(shown.json<{ timeline: unknown[] }>().timeline).toMatchObject([
      { kind: 'opened', by: 'sentry', eventId: '2', at: '2026-09-01T10:00:01.000Z' },
      { kind: 'acknowledged', by: 'jane', eventId: null, at: '2026-09-01T11:00:00.000Z' },
      { kind: 'unacknowledged', by: 'tester' },
      { kind: 'snoozed', text: 'Snoozed until 2026-09-01T13:00:00.000Z: deploy' },
      { kind: 'unsnoozed' },
      { kind: 'snoozed', text: 'Snoozed until it is worse than critical' },
      { kind: 'assigned', text: 'Assigned to ali.' },
      { kind: 'assigned', text: 'Assigned to nobody.' },
      { kind: 'note', text: 'the cache was cold' },
      { kind: 'resolved', text: 'Resolved: rolled back' },
    ])
  })

  test('what cannot be done fails with a sentence', async () => {
    using dir = await dataDirWith(...requests)
    const refused = await command(['alert', 'ack', '1'], { dataDir: dir.path })
    const unknown = await command(['alert', 'show', '77'], { dataDir: dir.path })
    const unsaid = await command(['alert', 'snooze', '2'], { dataDir: dir.path })

    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toContain('Alert 1 is resolved, which is final')
    expect(unknown).toMatchObject({ code: 1, out: '', err: 'navish: There is no alert "77".\n' })
    expect(unsaid.code).toBe(2)
  })

  test('show leaves out the oldest entries of a long timeline, and says so', async () => {
    using dir = await dataDirWith(
      ...['08:01', '08:02', '08:03'].map((at) =>
        eventAlertHook({ datetime: `2026-09-01T${at}:00Z` }),
      ),
    )

    const { err, json } = await command(['alert', 'show', '1', '--limit', '1', '--json'], {
      dataDir: dir.path,
    })

    expect(json<{ timeline: unknown[] }>().timeline).toMatchObject([{ eventId: '3' }])
    expect(err).toBe('2 older timeline entries are left out; --limit shows more.\n')
  })

  test('a title cannot drive the terminal', async () => {
    using dir = await dataDirWith(issueHook('created', { title: '\u001b[31mred\u0007\u202eback' }))

    const { out } = await command(['alert', 'show', '1'], { dataDir: dir.path })

    expect(out).toContain('[31mred')
    // oxlint-disable-next-line no-control-regex -- that there are none is what is asserted
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  })
})
