import { describe, expect, test } from 'bun:test'
import { startTestNavish } from '../support/navish.ts'
import { fromSentry, issueHook, legacyHook, type Sent } from '../support/requests.ts'

const key = { 'Idempotency-Key': 'c'.repeat(32) }
const request = { 'Request-ID': 'd'.repeat(32) }

/** The same request with other headers. */
function again(sent: Sent, headers: Record<string, string>): Sent {
  return { ...sent, headers: { ...sent.headers, ...headers } }
}

describe('a delivery that is made again', () => {
  const first = issueHook('created', {}, { headers: key })
  const keyless = issueHook('created', {}, { headers: request })

  test.each([
    ['with a new Request-ID, later', first, { 'Sentry-Hook-Timestamp': '1788257100' }],
    ['with the same Request-ID and no key', keyless, {}],
    ['with the same Request-ID, later', keyless, { 'Sentry-Hook-Timestamp': '1788257100' }],
  ])('%s has no second effect', async (_, sent, headers) => {
    await using navish = await startTestNavish()
    await navish.send(sent)
    const before = await navish.alert()
    const newRequest = sent === first ? { 'Request-ID': 'e'.repeat(32) } : {}

    expect(await navish.send(again(sent, { ...headers, ...newRequest }))).toBe(202)

    expect(await navish.event()).toMatchObject({
      state: 'done',
      outcome: 'replayed',
      alertId: before.id,
    })
    expect(await navish.alerts()).toHaveLength(1)
    const { timeline: _timeline, timelineLength: _length, ...unchanged } = before
    expect(await navish.alert()).toMatchObject(unchanged)
  })

  test('by the legacy plugin is known by its key too', async () => {
    await using navish = await startTestNavish()

    await navish.send(again(legacyHook(), key))
    await navish.send(again(legacyHook(), key))

    expect(await navish.event()).toMatchObject({ outcome: 'replayed' })
    expect(await navish.alert()).toMatchObject({ eventCount: 1 })
  })

  test('while the first one is still waiting counts once', async () => {
    await using navish = await startTestNavish()

    await Promise.all([navish.post(first), navish.post(first), navish.post(first)])
    await navish.drain()

    expect((await navish.events()).map(({ outcome }) => outcome)).toEqual([
      'replayed',
      'replayed',
      'opened',
    ])
    expect(await navish.alert()).toMatchObject({ eventCount: 1 })
  })
})

describe('no replay is', () => {
  const created = issueHook('created', {}, { headers: request })
  const body = String(created.body)

  test.each([
    ['the same body under another request id', again(created, { 'Request-ID': 'f'.repeat(32) })],
    ['another body under the same request id', fromSentry('issue', `${body} `, request)],
    ['another resource under the same request id', fromSentry('activity_alert', body, request)],
    ['the same request id with a key', again(created, key)],
    ['another action of the same issue', issueHook('unresolved')],
  ])('%s', async (_, sent) => {
    await using navish = await startTestNavish()
    await navish.send(created)

    expect(await navish.send(sent)).toBe(202)

    expect(await navish.event()).toMatchObject({ outcome: 'updated' })
    expect(await navish.alert()).toMatchObject({ eventCount: 2 })
  })

  test('a resolve after the report of the same issue', async () => {
    await using navish = await startTestNavish()
    await navish.send(issueHook('created', {}, { headers: key }))

    const other = { 'Idempotency-Key': '0'.repeat(32) }
    await navish.send(issueHook('resolved', {}, { headers: other }))

    expect(await navish.event()).toMatchObject({ outcome: 'resolved' })
  })

  test('the same delivery to another integration', async () => {
    await using navish = await startTestNavish()
    const other = await navish.createIntegration()
    const sent = issueHook('created', {}, { headers: key })

    await navish.send(sent)
    await navish.send(sent, other.token)

    expect((await navish.events()).map(({ outcome }) => outcome)).toEqual(['opened', 'opened'])
  })

  test('the same call without such headers', async () => {
    await using navish = await startTestNavish()

    await navish.send(legacyHook())
    await navish.send(legacyHook())

    expect((await navish.events()).map(({ outcome }) => outcome)).toEqual(['updated', 'opened'])
  })
})

test.each(['0', '946684800', '1788256200', '99999999999', 'yesterday', ''])(
  'a request sent at %p is not refused for its age',
  async (sentAt) => {
    await using navish = await startTestNavish()
    const headers = { 'Sentry-Hook-Timestamp': sentAt }

    expect(await navish.send(issueHook('created', {}, { headers }))).toBe(202)

    expect(await navish.alert()).toMatchObject({ status: 'open' })
  },
)

test('two long keys that differ only at their end are two deliveries', async () => {
  await using navish = await startTestNavish()
  const keyed = (id: string, end: string) =>
    issueHook('created', { id }, { headers: { 'Idempotency-Key': 'f'.repeat(300) + end } })

  await navish.send(keyed('51', '1'))
  await navish.send(keyed('52', '2'))
  await navish.send(keyed('51', '1'))

  expect(await navish.event()).toMatchObject({ outcome: 'replayed' })
  expect(await navish.alerts()).toMatchObject([
    { dedupKey: 'sentry-issue-52' },
    { dedupKey: 'sentry-issue-51', eventCount: 1 },
  ])
})
