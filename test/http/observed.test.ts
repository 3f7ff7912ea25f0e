import { expect, test } from 'bun:test'
import { createServer } from '../../src/http/server.ts'
import { createTestClock } from '../support/clock.ts'
import { startTestNavish } from '../support/navish.ts'
import { createTestObserver } from '../support/observer.ts'
import { issueHook } from '../support/requests.ts'

interface Asked {
  headers?: Record<string, string>
  body?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>
}

/** A server that tells what it does, with a clock for lengths of time that is held in the hand. */
async function setup(parts: Partial<Parameters<typeof createServer>[0]> = {}) {
  const navish = await startTestNavish()
  const monotonic = createTestClock(0)
  const { observer, told } = createTestObserver()
  const { app } = createServer({ ...navish.parts, observer, monotonic, ...parts })
  const request = (path: string, { headers, body }: Asked = {}, method = 'POST') =>
    app.handle(
      new Request(`http://localhost${path}`, {
        method,
        ...(headers !== undefined && { headers }),
        ...(body !== undefined && { body }),
      }),
    )
  return {
    ...navish,
    monotonic,
    told,
    request,
    post: (sent: Asked, token = navish.token) => request(`/v1/events/sentry/${token}`, sent),
  }
}

test('a webhook that is accepted is told with its integration and its event', async () => {
  await using t = await setup()

  await t.post(issueHook('created'))

  expect(t.told.received).toMatchObject([
    { status: 202, code: 'accepted', integrationId: t.integrationId, eventId: '1' },
  ])
})

test('what a sender takes to send it is told apart', async () => {
  await using t = await setup()
  const { headers, body } = issueHook('created')
  const slow = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        t.monotonic.advanceBy(4000)
        controller.enqueue(Buffer.from(body))
        controller.close()
      },
    },
    // Nothing is there before somebody reads.
    { highWaterMark: 0 },
  )

  await t.request(`/v1/events/sentry/${t.token}`, { headers, body: slow })

  const [fact] = t.told.received
  expect(fact).toMatchObject({ status: 202, from: 0, readAt: 4000, to: 4000 })
})

test.each<[string, Asked, string | undefined, object]>([
  [
    'without a token that works',
    { body: '{}' },
    'nvi_wrong',
    { status: 401, code: 'unauthorized', integrationId: null },
  ],
  [
    'that is no JSON',
    { headers: { 'content-type': 'application/json' }, body: '{' },
    undefined,
    { status: 400, code: 'invalid_json', integrationId: '1' },
  ],
  [
    'that says to be text',
    { headers: { 'content-type': 'text/plain' }, body: '{}' },
    undefined,
    { status: 400, code: 'invalid_content_type', integrationId: '1' },
  ],
])('a webhook %s is told with why it was refused', async (_, sent, token, fact) => {
  await using t = await setup()

  await t.post(sent, token)

  expect(t.told.received).toMatchObject([{ ...fact, eventId: null }])
})

test('a webhook that could not be stored is told as 500', async () => {
  await using t = await setup({ outbox: { add: () => Promise.reject(new Error('disk full')) } })

  await t.post(issueHook('created'))

  expect(t.told.received).toMatchObject([
    { status: 500, code: 'internal', integrationId: t.integrationId, eventId: null },
  ])
})

test('a request to the API is told by the pattern of its path, whatever comes of it', async () => {
  await using t = await setup()

  await t.request('/v1/alerts/7?x=secret', {}, 'GET')
  await t.request('/v1/alerts/7', {}, 'HEAD')
  await t.request('/v1/auth/sign-in', { body: '{' })

  expect(t.told.answered.map(({ method, route, status }) => [method, route, status])).toEqual([
    ['GET', '/v1/alerts/{id}', 401],
    ['HEAD', '/v1/alerts/{id}', 401],
    ['POST', '/v1/auth/sign-in', 400],
  ])
  const line = t.lines.find(({ msg }) => msg === 'request answered')
  expect(line).toMatchObject({ level: 'debug', route: '/v1/alerts/{id}', status: 401 })
  expect(t.logText()).not.toContain('secret')
})
