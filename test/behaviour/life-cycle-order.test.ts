import { describe, expect, test } from 'bun:test'
import { startTestNavish } from '../support/navish.ts'
import {
  activityHook,
  eventAlertHook,
  handMade,
  issueHook,
  metricHook,
} from '../support/requests.ts'

const firstSeen = '2026-09-01T08:00:00.000000Z'
const later = '2026-09-01T09:00:00.000000Z'

describe('a resolve that comes first', () => {
  test('shows nothing, and the report that comes after it opens nothing', async () => {
    await using navish = await startTestNavish()

    expect(await navish.send(issueHook('resolved', { lastSeen: later }))).toBe(202)
    expect(await navish.event()).toMatchObject({ state: 'done', outcome: 'ignored' })
    expect(await navish.send(issueHook('created', { lastSeen: firstSeen }))).toBe(202)

    expect(await navish.event()).toMatchObject({ state: 'done', outcome: 'late' })
    expect(await navish.alerts()).toEqual([])
  })

  test.each([
    ['an alert rule that fired before it', eventAlertHook({ datetime: firstSeen })],
    ['a report of the same last time', issueHook('created', { lastSeen: later })],
    ['a regression before it', activityHook('status_regression', { lastSeen: firstSeen })],
  ])('also keeps out %s', async (_, late) => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('resolved', { lastSeen: later }))

    expect(await navish.send(late)).toBe(202)

    expect(await navish.event()).toMatchObject({ outcome: 'late' })
    expect(await navish.alerts()).toEqual([])
  })

  test('does not keep out what fired after it', async () => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('resolved', { lastSeen: firstSeen }))

    await navish.send(eventAlertHook({ datetime: later }))

    expect(await navish.alert()).toMatchObject({ status: 'open' })
  })

  test('keeps the outage of a metric alert closed, whatever its header says', async () => {
    await using navish = await startTestNavish()
    const late = { headers: { 'Sentry-Hook-Timestamp': '1799999999' } }
    await navish.send(metricHook('resolved'))

    expect(await navish.send(metricHook('critical', {}, late))).toBe(202)

    expect(await navish.event()).toMatchObject({ outcome: 'late' })
    expect(await navish.alerts()).toEqual([])
  })
})

describe('a report that is repeated after the resolve', () => {
  const key = { 'Idempotency-Key': 'a'.repeat(32) }
  const request = { 'Request-ID': 'b'.repeat(32) }
  const lateHeader = { 'Sentry-Hook-Timestamp': '1799999999' }

  test.each([
    ['with the same idempotency key', key, { ...key, ...lateHeader }, 'replayed'],
    ['with the same request id', request, request, 'replayed'],
    ['with the same body only', {}, lateHeader, 'late'],
  ])('%s opens nothing', async (_, headers, repeatedHeaders, outcome) => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created', {}, { headers }))
    await navish.send(issueHook('resolved'))

    expect(await navish.send(issueHook('created', {}, { headers: repeatedHeaders }))).toBe(202)

    expect(await navish.event()).toMatchObject({ outcome })
    expect(await navish.alerts()).toHaveLength(1)
    expect(await navish.alert()).toMatchObject({ status: 'resolved', eventCount: 1 })
  })

  test('opens a new alert when it speaks of a later time', async () => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created'))
    await navish.send(issueHook('resolved'))
    const { id: previousAlertId } = await navish.alert()

    await navish.send(issueHook('created', { title: 'Again', lastSeen: later }))

    expect(await navish.alerts()).toMatchObject([
      { status: 'open', title: 'Again', previousAlertId },
      { status: 'resolved', id: previousAlertId },
    ])
  })

  test('opens a new alert when it is made by hand: there only arrival counts', async () => {
    await using navish = await startTestNavish()
    const call = (action: string) =>
      handMade({ action, data: { issue: { id: '4711', title: 'By hand', lastSeen: firstSeen } } })

    for (const action of ['created', 'resolved', 'created']) await navish.send(call(action))

    const alerts = await navish.alerts()
    expect(alerts.map(({ status }) => status)).toEqual(['open', 'resolved'])
    expect(alerts[0]?.previousAlertId).toBe(alerts[1]?.id ?? '')
  })
})

/** All orders of a list. */
function permutations<T>(list: T[]): T[][] {
  if (list.length <= 1) return [list]
  return list.flatMap((first, index) =>
    permutations(list.toSpliced(index, 1)).map((rest) => [first].concat(rest)),
  )
}

const history = {
  created: issueHook('created', { lastSeen: firstSeen }),
  fired: eventAlertHook({ datetime: '2026-09-01T08:10:00.000000Z' }),
  assigned: issueHook('assigned', { lastSeen: '2026-09-01T08:10:00.000000Z' }),
  resolved: issueHook('resolved', { lastSeen: '2026-09-01T08:20:00.000000Z' }),
}
type Step = keyof typeof history

test.each(permutations<Step>(['created', 'fired', 'assigned', 'resolved']))(
  'nothing stays open when they arrive as %s, %s, %s, %s',
  async (...steps) => {
    await using navish = await startTestNavish()

    for (const step of steps) expect(await navish.send(history[step])).toBe(202)

    const alerts = await navish.alerts()
    expect(alerts.filter(({ status }) => status !== 'resolved')).toEqual([])
    expect(alerts.length).toBeLessThanOrEqual(1)
  },
)

const regression = {
  created: issueHook('created', { lastSeen: firstSeen }),
  resolved: issueHook('resolved', { lastSeen: '2026-09-01T08:20:00.000000Z' }),
  regressed: issueHook('unresolved', { lastSeen: later, substatus: 'regressed' }),
}

test.each(permutations<keyof typeof regression>(['created', 'resolved', 'regressed']))(
  'one alert is open when they arrive as %s, %s, %s',
  async (...steps) => {
    await using navish = await startTestNavish()

    for (const step of [...steps, ...steps]) await navish.send(regression[step])

    const alerts = await navish.alerts()
    expect(alerts.filter(({ status }) => status === 'open')).toHaveLength(1)
  },
)
