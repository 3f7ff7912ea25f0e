import { describe, expect, test } from 'bun:test'
import { createToken, storedToken } from '../../src/token.ts'
import { startTestNavish } from '../support/navish.ts'
import {
  activityHook,
  clientSecret,
  eventAlertHook,
  fromSentry,
  handMade,
  issueHook,
  legacyHook,
  metricHook,
} from '../support/requests.ts'

const day = 24 * 60 * 60 * 1000

describe('an accepted request', () => {
  test('is answered with the id of its event, and nothing else', async () => {
    await using navish = await startTestNavish()

    const answer = await navish.post(issueHook('created'))

    const { id } = await navish.event()
    expect(answer.status).toBe(202)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json\b/)
    expect(await answer.json()).toEqual({ id, status: 'accepted' })
  })

  test('gets an id of its own each time', async () => {
    await using navish = await startTestNavish()

    const answers = await Promise.all([1, 2, 3].map(() => navish.post(issueHook('created'))))

    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as { id: string }[]
    const events = await navish.events()
    expect(bodies.map(({ id }) => id).toSorted()).toEqual(events.map(({ id }) => id).toSorted())
    expect(new Set(events.map(({ id }) => id)).size).toBe(3)
  })
})

describe('the token', () => {
  test.each([
    ['is unknown', createToken()],
    ['is short', 'x'],
    ['is missing', ''],
    ['is very long', 'nvi_'.repeat(5000)],
  ])('that %s is answered with 401, and nothing is stored', async (_, token) => {
    await using navish = await startTestNavish()

    const answer = await navish.post(issueHook('created'), token)

    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ code: 'unauthorized' })
    expect(await navish.events()).toEqual([])
  })

  test('of a revoked integration is answered with 401', async () => {
    await using navish = await startTestNavish()
    await navish.store.revokeIntegration(navish.integrationId, navish.clock())

    expect(await navish.send(issueHook('created'))).toBe(401)

    expect(await navish.events()).toEqual([])
  })

  test('that was rotated out works until its overlap is over, the new one works on', async () => {
    await using navish = await startTestNavish()
    const next = createToken()
    const now = navish.clock()
    await navish.store.rotateToken(navish.integrationId, storedToken(next, now), now + day)

    expect(await navish.send(issueHook('created'))).toBe(202)
    navish.clock.advanceBy(day)

    expect(await navish.send(issueHook('created'))).toBe(401)
    expect(await navish.send(issueHook('created'), next)).toBe(202)
    expect(await navish.events()).toHaveLength(2)
  })

  test.each([
    ['garbage', handMade('{garbage')],
    ['nothing', handMade('')],
    ['another content type', handMade('a=b', { 'Content-Type': 'text/plain' })],
    ['a compressed body', handMade('x', { 'Content-Encoding': 'gzip' })],
    ['too much', handMade('x'.repeat(2000))],
  ])('is looked at before the body: a wrong one with %s gets 401', async (_, sent) => {
    await using navish = await startTestNavish({ maxBody: 1000 })

    const answer = await navish.post(sent, createToken())

    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ code: 'unauthorized' })
  })

  test('and the signature come before the content: garbage that is not signed gets 401', async () => {
    await using navish = await startTestNavish({ clientSecret })

    expect((await navish.post(handMade('{garbage'))).status).toBe(401)
    expect((await navish.post(handMade('{}', { 'Content-Type': 'text/plain' }))).status).toBe(401)
    expect((await navish.post(handMade('x', { 'Content-Encoding': 'gzip' }))).status).toBe(401)
    expect((await navish.post(fromSentry('issue', '{garbage'))).status).toBe(400)
  })
})

describe('a body', () => {
  const notUtf8 = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])

  test.each([
    ['is empty', ''],
    ['is blank', '  \n'],
    ['is cut off', '{"action":"created","data":{'],
    ['has something behind it', '{} {}'],
    ['is null', 'null'],
    ['is a list', '[{"action":"created"}]'],
    ['is a string', '"created"'],
    ['is a number', '42'],
    ['is true', 'true'],
    ['is a form', 'payload=%7B%7D'],
    ['is not UTF-8', notUtf8],
  ])('that %s is answered with 400, and nothing is stored', async (_, body) => {
    await using navish = await startTestNavish()
    const { headers } = issueHook('created')

    const answer = await navish.post({ headers, body })

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'invalid_json' })
    expect(await navish.events()).toEqual([])
  })

  test.each(['{}', '{"hello":"world"}', '{"data":{}}', '{"data":null,"action":"created"}'])(
    'that holds nothing known is refused without a header of Sentry, and ignored with one: %s',
    async (body) => {
      await using navish = await startTestNavish()

      const refused = await navish.post(handMade(body))
      expect(refused.status).toBe(400)
      expect(await refused.json()).toMatchObject({ code: 'invalid_event' })
      expect(await navish.events()).toEqual([])

      expect(await navish.send(fromSentry('horoscope', body))).toBe(202)
      expect(await navish.event()).toMatchObject({ state: 'done', outcome: 'ignored' })
    },
  )

  const data = { issue: { id: '4711' } }
  const nameless = { issue_id: null, issue_url: null, web_url: null }

  test.each([
    ['an issue without an id', issueHook('created', { id: undefined }), /data\.issue\.id/],
    ['an issue whose id is null', issueHook('created', { id: null }), /data\.issue\.id/],
    ['an issue whose id is empty', issueHook('created', { id: '' }), /data\.issue\.id/],
    ['an issue whose id is blank', issueHook('created', { id: '  ' }), /data\.issue\.id/],
    ['an issue whose id is an object', issueHook('created', { id: {} }), /data\.issue\.id/],
    ['an issue whose id is true', issueHook('created', { id: true }), /data\.issue\.id/],
    ['an issue without an action', fromSentry('issue', { data }), /action/],
    ['an issue whose action is null', fromSentry('issue', { action: null, data }), /action/],
    ['an issue whose action is a number', fromSentry('issue', { action: 1, data }), /action/],
    ['an issue whose action is empty', fromSentry('issue', { action: '', data }), /action/],
    ['no issue', fromSentry('issue', { action: 'created', data: {} }), /data\.issue/],
    ['a null issue', fromSentry('issue', { action: 'created', data: { issue: null } }), /issue/],
    ['no data', fromSentry('issue', { action: 'created' }), /data\.issue/],
    [
      'a metric alert without an id',
      metricHook('critical', { id: null }),
      /data\.metric_alert\.id/,
    ],
    [
      'a metric alert without an action',
      fromSentry('metric_alert', { data: { metric_alert: { id: '31', status: 2 } } }),
      /action/,
    ],
    ['an event of no issue', eventAlertHook(nameless), /issue_id/],
    [
      'an event alert without an event',
      fromSentry('event_alert', { action: 'triggered' }),
      /event/,
    ],
    ['an activity without an issue id', activityHook('status_resolved', { id: null }), /issue\.id/],
    ['a legacy body without an id', legacyHook({ id: undefined }), /id/],
    ['a service hook without a group id', handMade({ project: {}, group: {}, event: {} }), /group/],
    ['a hand-made issue without an id', handMade({ action: 'created', data: { issue: {} } }), /id/],
    ['a hand-made issue without an action', handMade({ data }), /action/],
  ])('with %s is answered with 400, naming the field', async (_, sent, field) => {
    await using navish = await startTestNavish()

    const answer = await navish.post(sent)

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      code: 'invalid_event',
      detail: expect.stringMatching(field),
    })
    expect(await navish.events()).toEqual([])
  })
})

describe('the content type', () => {
  test.each([
    ['Content-Type', 'application/json'],
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Content-Type', 'application/json;charset=UTF-8'],
    ['Content-type', 'application/json'],
    ['content-type', 'Application/JSON'],
    ['CONTENT-TYPE', ' APPLICATION/JSON ; charset=utf-8'],
  ])('may be %s: %s', async (name, type) => {
    await using navish = await startTestNavish()
    const { body } = issueHook('created')

    expect(await navish.send({ headers: { [name]: type }, body })).toBe(202)

    expect(await navish.alert()).toMatchObject({ status: 'open' })
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/x-sentry-envelope',
    'application/jsonx',
    'application/vnd.sentry+json',
    'text/json',
    '; charset=utf-8',
    null,
  ])('must not be %p', async (type) => {
    await using navish = await startTestNavish()
    const { body } = issueHook('created')
    const headers: Record<string, string> = type === null ? {} : { 'Content-Type': type }

    const answer = await navish.post({ headers, body: new TextEncoder().encode(String(body)) })

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'invalid_content_type' })
    expect(await navish.events()).toEqual([])
  })
})
