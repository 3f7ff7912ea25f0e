import { describe, expect, test } from 'bun:test'
import { durationText } from '../../src/cli/arguments.ts'
import { createTestClock } from '../support/clock.ts'
import { command } from '../support/command.ts'
import { dataDirWith } from '../support/data-dir.ts'
import { eventAlertHook, issueHook, metricHook } from '../support/requests.ts'

describe('stats', () => {
  const requests = [issueHook('created'), metricHook('critical'), eventAlertHook({ issue_id: '5' })]
  const clock = createTestClock(Date.UTC(2026, 8, 1, 11, 30))
  const range = ['--interval', 'hour', '--from', '2026-09-01T10:00Z', '--to', '2026-09-01T12:00Z']

  test('prints figures of a time', async () => {
    using dir = await dataDirWith(...requests)

    const { code, json } = await command(['stats', ...range, '--json'], {
      dataDir: dir.path,
      clock,
    })

    expect(code).toBe(0)
    expect(json()).toMatchObject({
      from: '2026-09-01T10:00:00.000Z',
      interval: 'hour',
      open: { critical: 1, error: 2, warning: 0, info: 0 },
      alerts: [{ at: '2026-09-01T10:00:00.000Z', critical: 1, error: 2 }, { critical: 0 }],
      events: { accepted: 3, pending: 0, dead: 0 },
    })
  })

  test('for people is a summary, a table of time and one of projects', async () => {
    using dir = await dataDirWith(...requests)
    await command(['alert', 'resolve', '2'], { dataDir: dir.path, clock })

    const { code, out } = await command(['stats', ...range], { dataDir: dir.path, clock })

    expect(code).toBe(0)
    expect(out).toMatch(/^open now +0 critical, 2 error, 0 warning, 0 info$/m)
    expect(out).toMatch(/^resolved +1 alert: half within 1h 2\dm, 90 % within 1h 2\dm, 1h 2\dm/m)
    expect(out).toMatch(/^2026-09-01T10:00:00\.000Z +1 +2 +0 +0 +0$/m)
    expect(out).toMatch(/^shop +1 +\d+ +\d+$/m)
  })

  test('without anything has figures, too', async () => {
    using dir = await dataDirWith()

    expect(await command(['stats'], { dataDir: dir.path })).toMatchObject({ code: 0, err: '' })
  })
})

test.each([
  [0, '0ms'],
  [400, '400ms'],
  [1000, '1s'],
  [61_000, '1m 1s'],
  [3_600_000, '1h'],
  [3_601_000, '1h 1s'],
  [90_061_000, '1d 1h'],
])('%d ms is written as %s', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})
