import { describe, expect, test } from 'bun:test'
import { createTestClock } from '../support/clock.ts'
import { command } from '../support/command.ts'
import { dataDirWith } from '../support/data-dir.ts'
import { eventAlertHook, issueHook, metricHook } from '../support/requests.ts'

const requests = [
  issueHook('created'),
  metricHook('critical'),
  eventAlertHook({ issue_id: '5', level: 'warning', url: null }),
  issueHook('resolved'),
]

describe('several alerts at once', () => {
  test('are changed alike, each with a result of its own', async () => {
    using dir = await dataDirWith(...requests)

    const acked = await command(['alert', 'ack', '2', '3', '--json'], { dataDir: dir.path })
    const list = await command(['alert', 'list', '--status', 'acknowledged', '--json'], {
      dataDir: dir.path,
    })

    expect(acked).toMatchObject({ code: 0, err: '' })
    expect(acked.json()).toEqual([
      { id: '2', result: 'changed', text: 'Acknowledged.', revision: expect.any(Number) },
      { id: '3', result: 'changed', text: 'Acknowledged.', revision: expect.any(Number) },
    ])
    expect(list.json()).toMatchObject([{ id: '3' }, { id: '2' }])
  })

  test('fail when one of them cannot be changed, after the others were', async () => {
    using dir = await dataDirWith(...requests)

    const { code, out, err } = await command(['alert', 'ack', '1', '2', '77'], {
      dataDir: dir.path,
    })

    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err.split('\n')).toEqual([
      expect.stringContaining('Alert 1 is resolved, which is final') as string,
      'Alert 2: Acknowledged.',
      'There is no alert "77".',
      'navish: 2 of 3 alerts could not be changed.',
      '',
    ])
  })

  test.each([
    [['unack'], { status: 'open' }],
    [['snooze', '--for', '2h', '--reason', 'deploy'], { snooze: { reason: 'deploy' } }],
    [['resolve', '--reason', 'old'], { status: 'resolved', resolvedBy: 'user' }],
  ])('%j does to each what it does to one', async ([verb = '', ...flags], change) => {
    using dir = await dataDirWith(...requests)
    const clock = createTestClock(Date.UTC(2026, 8, 1, 11))
    const at = (...words: string[]) => command(words, { dataDir: dir.path, clock })
    await at('alert', 'ack', '2', '3')

    expect(await at('alert', verb, '2', '3', ...flags)).toMatchObject({ code: 0 })

    const list = await at('alert', 'list', '--limit', '2', '--json')
    expect(list.json()).toMatchObject([change, change])
  })

  test('are assigned to whom the last word names, or to nobody', async () => {
    using dir = await dataDirWith(...requests)
    const at = (...words: string[]) => command(['alert', ...words], { dataDir: dir.path })

    await at('assign', '2', '3', 'jane')
    const hers = await at('list', '--assignee', 'jane', '--json')
    await at('assign', '2', '3', '--nobody')
    const nobodys = await at('list', '--unassigned', '--json')

    expect(hers.json()).toMatchObject([{ id: '3' }, { id: '2' }])
    expect(nobodys.json()).toHaveLength(3)
  })

  test('more than the API takes at once are changed in turns', async () => {
    using dir = await dataDirWith(...requests)
    const ids = Array.from({ length: 1500 }, (_, index) => String(index + 2))

    const { json } = await command(['alert', 'ack', ...ids, '--json'], { dataDir: dir.path })

    const results = json<{ id: string; result: string }[]>()
    expect(results.map(({ id }) => id)).toEqual(ids)
    expect(results.filter(({ result }) => result === 'changed')).toHaveLength(2)
  })
})

describe('alert list', () => {
  test.each([
    [
      ['--status', 'open,resolved'],
      ['3', '2', '1'],
    ],
    [
      ['--severity', 'critical, warning'],
      ['3', '2'],
    ],
    [['--text', 'many err'], ['2']],
    [['--text', 'nothing like it'], []],
    [['--from', '2026-09-01T10:00:02Z'], ['3']],
    [
      ['--before', '2026-09-01T10:00:02Z'],
      ['2', '1'],
    ],
    [['--snoozed'], ['2']],
    [['--not-snoozed', '--limit', '1'], ['3']],
    [['--assignee', 'jane'], ['3']],
    [['--unassigned'], ['2', '1']],
  ])('%j gives %j', async (flags, ids) => {
    using dir = await dataDirWith(...requests)
    const clock = createTestClock(Date.UTC(2026, 8, 1, 11))
    const at = (...words: string[]) => command(['alert', ...words], { dataDir: dir.path, clock })
    await at('snooze', '2', '--for', '1h')
    await at('assign', '3', 'jane')

    const { json } = await at('list', ...flags, '--json')

    expect(json<{ id: string }[]>().map(({ id }) => id)).toEqual(ids)
  })

  test('goes on over several pages of the API', async () => {
    using dir = await dataDirWith(
      ...Array.from({ length: 1100 }, (_, index) => issueHook('created', { id: String(index) })),
    )

    const { json, err } = await command(['alert', 'list', '--limit', '1050', '--json'], {
      dataDir: dir.path,
    })

    const ids = json<{ id: string }[]>().map(({ id }) => Number(id))
    expect(ids).toEqual(Array.from({ length: 1050 }, (_, index) => 1100 - index))
    expect(err).toBe('There may be more: --after 51 goes on from here.\n')
  })
})
