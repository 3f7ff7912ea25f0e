import { describe, expect, test } from 'bun:test'
import { Value } from '@sinclair/typebox/value'
import { Webhook } from 'standardwebhooks'
import { webhook } from '../../src/notify/kinds/webhook.ts'
import type { Sending } from '../../src/notify/notifier.ts'
import { aDigest, aNotice } from './builders.ts'
import { aSending, whyOf } from './channels.ts'
import { allOf, hostileTexts } from './hostile-texts.ts'
import { closedOutbound } from './outbound.ts'
import { aReceiver, text, type Answer } from './receiver.ts'

type Settings = Parameters<typeof webhook.send>[0]['settings']

const secret = `whsec_${Buffer.from('0123456789abcdef01234567').toString('base64')}`

function setup(more: Partial<Settings> = {}, answer: Answer = text('fine')) {
  const receiver = aReceiver(answer)
  const settings = { url: `${receiver.url}/hooks/0123456789`, ...more }
  return {
    receiver,
    send: ({ settings: other = settings, ...fields }: Partial<Sending<Settings>> = {}) =>
      webhook.send(aSending(other, fields)),
    bodies: () => receiver.received.map(({ body }) => body),
    [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose](),
  }
}

describe('a webhook', () => {
  test('tells an alert in the documented shape', async () => {
    await using hook = setup()

    const alert = { description: 'checkout.ts in total\nsecond line', eventCount: 1234 }
    const sent = await hook.send({ notice: aNotice({ alert }) })

    expect(sent).toEqual({ result: 'sent', status: 200, reply: 'fine' })
    expect(hook.bodies()).toEqual([
      {
        type: 'alert.opened',
        timestamp: '2026-11-24T08:00:00.000Z',
        data: {
          pageUrl: 'https://navish.example.org/alerts/12',
          change: 'opened',
          at: '2026-11-24T08:00:00.000Z',
          reason: 'Sentry said that the issue is new.',
          alert: {
            id: '12',
            kind: 'issue',
            dedupKey: 'issue:4711',
            title: 'TypeError: cart is undefined',
            description: 'checkout.ts in total\nsecond line',
            severity: 'error',
            severityBefore: null,
            project: { slug: 'shop', name: 'Shop' },
            integration: 'Production',
            eventCount: 1234,
            assignee: null,
            url: 'https://acme.sentry.io/issues/4711/',
            openedAt: '2026-11-24T08:00:00.000Z',
            resolvedAt: null,
            resolvedBy: null,
          },
        },
      },
    ])
  })

  test.each(['opened', 'worse', 'reopened', 'resolved'] as const)('names %s', async (change) => {
    await using hook = setup()

    await hook.send({ notice: aNotice({ change }) })

    expect(hook.bodies()).toMatchObject([{ type: `alert.${change}` }])
  })

  test('tells many alerts as one', async () => {
    await using hook = setup()

    await hook.send({ notice: { digest: aDigest() } })

    expect(hook.bodies()).toMatchObject([
      {
        type: 'alert.digest',
        timestamp: '2026-11-24T08:05:00.000Z',
        data: {
          pageUrl: 'https://navish.example.org/alerts/12',
          from: '2026-11-24T08:00:00.000Z',
          counts: { opened: 2, worse: 0, reopened: 0, resolved: 1 },
          severities: { critical: 1, error: 1 },
          notices: [
            { change: 'opened', alert: { title: 'Database is gone' } },
            { change: 'opened', alert: { id: '12' } },
            { change: 'resolved', alert: { resolvedBy: 'sentry' } },
          ],
        },
      },
    ])
  })

  test('is signed so that the library of Standard Webhooks takes it', async () => {
    await using hook = setup({ secret })

    await hook.send({ notice: aNotice({ alert: allOf('Корзина 🛒 "x"') }) })

    const [received] = hook.receiver.received
    expect(new Webhook(secret).verify(received?.text ?? '', received?.headers ?? {})).toMatchObject(
      {
        type: 'alert.opened',
      },
    )
    expect(received?.headers['webhook-id']).toBe('delivery-7')
    const other = `whsec_${Buffer.from('another secret of 24 bytes').toString('base64')}`
    expect(() => new Webhook(other).verify(received?.text ?? '', received?.headers ?? {})).toThrow(
      'No matching signature',
    )
  })

  test('has the same id for each attempt', async () => {
    await using hook = setup({ secret })

    await hook.send()
    await hook.send()

    const ids = hook.receiver.received.map(({ headers }) => headers['webhook-id'])
    expect(ids).toEqual(['delivery-7', 'delivery-7'])
  })

  test('without a secret has an id and a time, and no signature', async () => {
    await using hook = setup()

    await hook.send()

    const headers = hook.receiver.received[0]?.headers
    expect(headers).toMatchObject({
      'webhook-id': 'delivery-7',
      'webhook-timestamp': expect.stringMatching(/^\d{10}$/),
      'content-type': 'application/json; charset=utf-8',
    })
    expect(headers).not.toHaveProperty('webhook-signature')
  })

  test.each(hostileTexts)('holds %p as clean text', async (hostile) => {
    await using hook = setup({ secret })

    await hook.send({ notice: aNotice({ alert: allOf(hostile) }) })

    const [received] = hook.receiver.received
    new Webhook(secret).verify(received?.text ?? '', received?.headers ?? {})
    expect(received?.text.length).toBeLessThan(20_000)
    expect(received?.text).not.toMatch(/\\u0000|\\u001b|\u202e|\\ud83d/)
    expect(hook.bodies()).toMatchObject([
      { data: { alert: { title: expect.stringMatching(/^[^\r\n]{1,300}$/) } } },
    ])
  })

  test('leaves out a link that is none', async () => {
    await using hook = setup()

    await hook.send({ notice: aNotice({ alert: { url: 'javascript:alert(1)' } }) })

    expect(hook.bodies()).toMatchObject([{ data: { alert: { url: null } } }])
  })
})

describe('more headers', () => {
  test('are sent along', async () => {
    await using hook = setup({ headers: 'Authorization: Bearer token-1234\nX-Team:  shop ' })

    await hook.send()

    expect(hook.receiver.received[0]?.headers).toMatchObject({
      authorization: 'Bearer token-1234',
      'x-team': 'shop',
    })
  })

  test.each(['Host', 'Content-Length', 'Transfer-Encoding', 'Webhook-Signature', 'content-type'])(
    'cannot be %s',
    async (name) => {
      await using hook = setup({ headers: `X-Team: shop\n${name}: 5` })

      const sent = await hook.send()

      expect(sent.result).toBe('refused')
      expect(whyOf(sent)).toContain(name.toLowerCase())
      expect(hook.receiver.received).toEqual([])
    },
  )

  test.each([
    ['Authorization: Bearer x', true],
    ['A: 1\r\nB: 2\n', true],
    ['', true],
    ['no colon', false],
    ['A b: 1', false],
    [': 1', false],
    ['A: \u00e4', false],
    ['A: 1\rB: 2', false],
    ['A: \u0000', false],
  ])('are checked when they are set: %p', (headers, isFine) => {
    expect(Value.Check(webhook.settings, { url: 'https://example.org', headers })).toBe(isFine)
  })
})

describe('an answer', () => {
  test.each([
    [201, 'sent'],
    [204, 'sent'],
    [302, 'refused'],
    [400, 'refused'],
    [410, 'refused'],
    [429, 'retry'],
    [503, 'retry'],
  ] as const)('of %d is %s', async (status, result) => {
    await using hook = setup({}, () => new Response(null, { status, headers: { location: '/' } }))

    expect(await hook.send()).toMatchObject({ result, status })
  })

  test('that asks to wait is waited for', async () => {
    await using hook = setup({}, text('', 503, { 'retry-after': '7' }))

    expect(await hook.send()).toMatchObject({ result: 'retry', afterMs: 7000 })
  })

  test('is kept without what was secret in the request', async () => {
    const headers = 'Authorization: Bearer token-1234'
    await using hook = setup(
      { headers, secret },
      ({ path, headers: told }) =>
        new Response(`cannot POST ${path} with ${told['authorization']}`, { status: 404 }),
    )

    expect((await hook.send()).reply).toBe('cannot POST *** with ***')
  })

  test('that does not come is tried again; what is not allowed is refused', async () => {
    await using hook = setup()
    const settings = { url: 'http://127.0.0.1:1/' }

    expect(await hook.send({ settings })).toMatchObject({ result: 'retry', status: null })
    expect(await hook.send({ outbound: closedOutbound })).toMatchObject({ result: 'refused' })
  })
})

test('settings take only a secret that can sign', () => {
  const url = 'https://example.org/hook'
  const takes = (each: string) => Value.Check(webhook.settings, { url, secret: each })
  const secrets = [24, 25, 26, 32, 64].map(
    (length) => `whsec_${Buffer.alloc(length, 7).toString('base64')}`,
  )

  expect(secrets.map(takes)).toEqual(secrets.map(() => true))
  for (const each of secrets) expect(new Webhook(each).sign('a', new Date(), '')).toStartWith('v1,')
  for (const wrong of ['whsec_short', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_'])
    expect(takes(wrong)).toBe(false)
})
