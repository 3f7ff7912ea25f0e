import { describe, expect, test } from 'bun:test'
import { act } from '../../src/core/action.ts'
import { startTestNavish } from '../support/navish.ts'
import { eventAlertHook, handMade, issueHook, jane } from '../support/requests.ts'

const later = '2026-09-01T09:00:00.000000Z'
const muchLater = '2026-09-01T09:30:00.000000Z'
const assignedToJane = { data: { assignee: { ...jane, email: 'jane@example.org' } } }

describe('an issue that comes back', () => {
  test('opens a new alert that names the old one, marked as regressed', async () => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created'))
    await navish.send(issueHook('resolved'))
    const { id: previousAlertId } = await navish.alert()

    await navish.send(issueHook('unresolved', { substatus: 'regressed', lastSeen: later }))

    expect(await navish.event()).toMatchObject({ outcome: 'reopened' })
    expect(await navish.alerts()).toMatchObject([
      { status: 'open', previousAlertId, regressed: true },
      { status: 'resolved', id: previousAlertId, regressed: false },
    ])
  })

  test('updates the alert that is open when it escalates', async () => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created'))

    await navish.send(issueHook('unresolved', { substatus: 'escalating', lastSeen: later }))

    expect(await navish.event()).toMatchObject({ outcome: 'updated' })
    expect(await navish.alerts()).toHaveLength(1)
    expect(await navish.alert()).toMatchObject({ status: 'open', eventCount: 2 })
  })

  test('opens an alert when it was never heard of', async () => {
    await using navish = await startTestNavish()

    expect(await navish.send(issueHook('unresolved', { substatus: 'ongoing' }))).toBe(202)

    expect(await navish.alerts()).toHaveLength(1)
    expect(await navish.alert()).toMatchObject({ status: 'open', previousAlertId: null })
  })
})

describe('assigning', () => {
  test('names who has an open alert', async () => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created'))

    await navish.send(issueHook('assigned', {}, assignedToJane))

    expect(await navish.event()).toMatchObject({ outcome: 'assigned' })
    expect(await navish.alert()).toMatchObject({ status: 'open', assignee: 'Jane Roe' })
  })

  test('does not open a resolved alert again', async () => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created'))
    await navish.send(issueHook('resolved'))
    const before = await navish.alert()

    const assigned = issueHook('assigned', { status: 'resolved' }, assignedToJane)
    expect(await navish.send(assigned)).toBe(202)

    expect(await navish.alerts()).toHaveLength(1)
    expect(await navish.alert()).toMatchObject({
      status: 'resolved',
      resolvedAt: before.resolvedAt,
      assignee: null,
    })
  })
})

test.each([
  ['assigned', issueHook('assigned', {}, assignedToJane)],
  ['ignored', issueHook('ignored', { status: 'ignored' })],
  ['archived', issueHook('archived', { status: 'ignored' })],
  ['resolved', issueHook('resolved', { status: 'resolved' })],
])('an unknown issue that is %s opens nothing', async (_, sent) => {
  await using navish = await startTestNavish()

  expect(await navish.send(sent)).toBe(202)

  expect(await navish.event()).toMatchObject({ state: 'done', outcome: 'ignored', alertId: null })
  expect(await navish.alerts()).toEqual([])
})

describe('archiving', () => {
  test.each([
    ['archived_until_escalating', 'archived in Sentry until it escalates'],
    ['archived_forever', 'archived in Sentry for good'],
    ['archived_until_condition_met', 'archived in Sentry until a condition is met'],
    [null, 'archived in Sentry'],
  ])('with %p snoozes the alert, which stays open, and says why', async (substatus, reason) => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created'))

    await navish.send(issueHook('ignored', { status: 'ignored', substatus }))

    const how = reason.replace('archived in Sentry', '')
    expect(await navish.event()).toMatchObject({
      outcome: 'snoozed',
      reason: expect.stringContaining(`archived the issue${how}: alert 1 stays open`),
    })
    expect(await navish.alert()).toMatchObject({
      status: 'open',
      snooze: { by: 'sentry', until: null, reason },
    })
  })

  test('until a time snoozes until then', async () => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created'))

    const statusDetails = { ignoreUntil: '2026-09-02T08:00:00.000000Z' }
    await navish.send(issueHook('ignored', { statusDetails }))

    expect((await navish.alert()).snooze).toMatchObject({ until: '2026-09-02T08:00:00.000Z' })
  })

  test('can be lifted by a person, since Sentry does not tell when it is undone there', async () => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created'))
    await navish.send(issueHook('ignored'))
    const { id } = await navish.alert()

    const change = { action: { kind: 'unsnooze' }, act, by: 'jane', now: navish.clock() } as const
    expect(await navish.store.changeAlert(id, change)).toMatchObject({ result: 'changed' })

    expect(await navish.alert()).toMatchObject({ status: 'open', snooze: null })
  })

  test('ends when Sentry says that the issue escalated', async () => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created'))
    await navish.send(issueHook('ignored'))

    await navish.send(issueHook('unresolved', { substatus: 'escalating', lastSeen: later }))

    expect(await navish.alert()).toMatchObject({ status: 'open', snooze: null })
  })

  test('does not end when its rule goes on firing', async () => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created'))
    await navish.send(issueHook('ignored'))

    await navish.send(eventAlertHook({ datetime: later }))

    expect(await navish.event()).toMatchObject({ outcome: 'updated' })
    expect(await navish.alerts()).toHaveLength(1)
    expect(await navish.alert()).toMatchObject({ eventCount: 2, snooze: { by: 'sentry' } })
  })

  test('is told as a reason when its rule opens an alert again that a person had resolved', async () => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created'))
    await navish.send(issueHook('ignored'))
    const { id } = await navish.alert()
    const action = { kind: 'resolve', reason: 'archived' } as const
    await navish.store.changeAlert(id, { action, act, by: 'jane', now: navish.clock() })

    await navish.send(eventAlertHook({ datetime: muchLater }))

    const { reason } = await navish.event()
    expect(reason).toContain(`Alert ${id} of the same key was resolved before`)
    expect(reason).toContain('archived in Sentry')
    expect(await navish.alert()).toMatchObject({
      status: 'open',
      previousAlertId: id,
      snooze: { by: 'sentry' },
    })
  })
})

describe('what a payload says that cannot be', () => {
  test.each([1e15, -1, 1e308, '+275760-09-13T00:00:01Z'])(
    'an end of the archiving at %p is none, and the alert can still be shown',
    async (ignoreUntil) => {
      await using navish = await startTestNavish()
      await navish.send(issueHook('created'))

      await navish.send(issueHook('ignored', { statusDetails: { ignoreUntil } }))

      expect(await navish.alert()).toMatchObject({ snooze: { by: 'sentry', until: null } })
    },
  )

  test('an assignment to nobody leaves the one who has it', async () => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created'))
    const assignee = { type: 'user', id: 1, name: 'Jane Roe' }
    await navish.send(issueHook('assigned', {}, { data: { assignee } }))

    await navish.send(issueHook('assigned'))

    expect(await navish.event()).toMatchObject({ outcome: 'ignored' })
    expect(await navish.alert()).toMatchObject({ assignee: 'Jane Roe' })
  })

  test('two ids that a number cannot tell apart are refused, not mixed up', async () => {
    await using navish = await startTestNavish()
    const created = (id: string) => handMade(`{"action":"created","data":{"issue":{"id":${id}}}}`)

    expect(await navish.send(created('12345678901234567890'))).toBe(400)
    expect(await navish.send(created('"12345678901234567890"'))).toBe(202)
    expect(await navish.alerts()).toMatchObject([{ dedupKey: 'sentry-issue-12345678901234567890' }])
  })
})

test('an event without a title gets the one of an older event', async () => {
  await using navish = await startTestNavish()
  const untitled = { title: null, metadata: {}, shortId: null }
  await navish.send(issueHook('created', { ...untitled, lastSeen: '2026-09-01T09:00:00Z' }))
  expect(await navish.alert()).toMatchObject({ title: 'sentry-issue-4711' })

  await navish.send(eventAlertHook({ title: 'Real title', datetime: '2026-09-01T08:30:00Z' }))

  expect(await navish.alert()).toMatchObject({ title: 'Real title' })
})
