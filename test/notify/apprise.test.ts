import { expect, test } from 'bun:test'
import { apprise } from '../../src/notify/kinds/apprise.ts'
import type { Sending } from '../../src/notify/notifier.ts'
import { aDigest, aNotice, aResolvedNotice } from './builders.ts'
import { aSending } from './channels.ts'
import { aReceiver, text, type Answer } from './receiver.ts'

type Settings = Parameters<typeof apprise.send>[0]['settings']

function setup(more: Partial<Settings> = {}, answer: Answer = text('ok')) {
  const receiver = aReceiver(answer)
  return {
    receiver,
    send: (fields: Partial<Sending<Settings>> = {}) =>
      apprise.send(aSending({ url: `${receiver.url}/notify/ops`, ...more }, fields)),
    bodies: () => receiver.received.map(({ body }) => body),
    [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose](),
  }
}

test('is told a title, a body and a type, as plain text', async () => {
  await using server = setup()

  expect(await server.send()).toEqual({ result: 'sent', status: 200, reply: 'ok' })
  expect(server.receiver.received[0]).toMatchObject({ method: 'POST', path: '/notify/ops' })
  expect(server.bodies()).toEqual([
    {
      title: '🔴 Opened: TypeError: cart is undefined · Shop',
      body: `Sentry said that the issue is new.

Severity: error
Project: Shop
Integration: Production
Events: 1
At: 2026-11-24 08:00 UTC

Open the alert: https://navish.example.org/alerts/12
Open in Sentry: https://acme.sentry.io/issues/4711/`,
      type: 'failure',
      format: 'text',
    },
  ])
})

test.each([
  ['critical', 'failure'],
  ['error', 'failure'],
  ['warning', 'warning'],
  ['info', 'info'],
] as const)('severity %s is a %s', async (severity, type) => {
  await using server = setup()

  await server.send({ notice: aNotice({ alert: { severity } }) })

  expect(server.bodies()).toMatchObject([{ type }])
})

test('a resolve is a success', async () => {
  await using server = setup()

  await server.send({ notice: aResolvedNotice() })

  expect(server.bodies()).toMatchObject([
    { type: 'success', title: '✅ Resolved by Sentry: TypeError: cart is undefined · Shop' },
  ])
})

test('many alerts are counted, and as bad as the worst that is open', async () => {
  await using server = setup()
  const counts = { opened: 8, worse: 1, reopened: 0, resolved: 3 }
  const none = { critical: 0, error: 0, warning: 0, info: 0 }

  await server.send({ notice: { digest: aDigest({ counts }) } })
  await server.send({ notice: { digest: aDigest({ severities: none }) } })

  expect(server.bodies()).toMatchObject([
    {
      title: '🚨 12 changes: 8 opened, 1 got worse, 3 resolved',
      body: expect.stringContaining('and 9 more'),
      type: 'failure',
    },
    { type: 'success' },
  ])
})

test.each([
  ['that has nobody to tell is refused', 204, 'refused'],
  [
    'that could not tell all is left to a person, because all others would hear it again',
    424,
    'refused',
  ],
] as const)('a server %s', async (_, status, result) => {
  await using server = setup({}, () => new Response(null, { status }))

  expect(await server.send()).toMatchObject({ result, status })
})

test('is sent more headers, which are not told back', async () => {
  const headers = 'Authorization: Bearer token-1234'
  await using server = setup({ headers }, ({ headers: told }) =>
    Response.json({ token: told['authorization']?.split(' ')[1] }),
  )

  const { reply } = await server.send()

  expect(server.receiver.received[0]?.headers).toMatchObject({
    authorization: 'Bearer token-1234',
  })
  expect(reply).toBe('{"token":"***"}')
})

test('is sent nothing when a header is not for people to set', async () => {
  await using server = setup({ headers: 'Host: example.org' })

  expect(await server.send()).toMatchObject({
    result: 'refused',
    why: 'Navish itself sets the header host.',
  })
  expect(server.receiver.received).toEqual([])
})

test('tells again what it is sent again', () => {
  expect(apprise.isIdempotent).toBe(false)
})
