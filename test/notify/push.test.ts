import { describe, expect, test } from 'bun:test'
import { gotify } from '../../src/notify/kinds/gotify.ts'
import { ntfy } from '../../src/notify/kinds/ntfy.ts'
import { severities } from '../../src/core/severity.ts'
import { aNotice, aResolvedNotice } from './builders.ts'
import { aSending } from './channels.ts'
import { aReceiver, json } from './receiver.ts'

const message = `Sentry said that the issue is new.
Severity: error
Project: Shop
Integration: Production
Events: 1
At: 2026-11-24 08:00 UTC`

describe('ntfy', () => {
  const fine = json({ id: 'abc', event: 'message' })

  test('is published to the root of the server, under the key of the delivery', async () => {
    await using receiver = aReceiver(fine)

    const sent = await ntfy.send(aSending({ serverUrl: `${receiver.url}/`, topic: 'alerts' }))

    expect(sent).toMatchObject({ result: 'sent', thread: '{"sequence":"delivery-7"}' })
    expect(receiver.received[0]).toMatchObject({ method: 'POST', path: '/' })
    expect(receiver.received[0]?.headers).not.toHaveProperty('authorization')
    expect(receiver.received[0]?.body).toEqual({
      topic: 'alerts',
      sequence_id: 'delivery-7',
      title: 'Opened: TypeError: cart is undefined',
      message,
      tags: ['red_circle'],
      priority: 4,
      click: 'https://navish.example.org/alerts/12',
      actions: [
        { action: 'view', label: 'Open in Sentry', url: 'https://acme.sentry.io/issues/4711/' },
      ],
    })
  })

  test('puts what follows in the place of what was said first', async () => {
    await using receiver = aReceiver(fine)

    const sent = await ntfy.send(
      aSending(
        { serverUrl: receiver.url, topic: 'alerts' },
        { notice: aResolvedNotice(), key: 'delivery-8', thread: '{"sequence":"delivery-7"}' },
      ),
    )

    expect(sent).toMatchObject({ thread: '{"sequence":"delivery-7"}' })
    expect(receiver.received[0]?.body).toMatchObject({
      sequence_id: 'delivery-7',
      tags: ['white_check_mark'],
      priority: 2,
    })
  })

  test.each([
    ['a token', { token: 'tk_1' }, 'Bearer tk_1'],
    ['a user', { user: 'ann', password: 'böse:1' }, 'Basic YW5uOmLDtnNlOjE='],
    ['a token before a user', { token: 'tk_1', user: 'ann' }, 'Bearer tk_1'],
  ])('is asked with %s', async (_, credentials, authorization) => {
    await using receiver = aReceiver(fine)

    await ntfy.send(aSending({ serverUrl: receiver.url, topic: 'alerts', ...credentials }))

    expect(receiver.received[0]?.headers).toMatchObject({ authorization })
  })
})

describe('Gotify', () => {
  const fine = json({ id: 1 })

  test('is sent plain text that a click leads from to the alert', async () => {
    await using receiver = aReceiver(fine)

    const sent = await gotify.send(aSending({ serverUrl: `${receiver.url}/push/`, token: 'A1' }))

    expect(sent).toEqual({ result: 'sent', status: 200, reply: '{"id":1}' })
    expect(receiver.received[0]).toMatchObject({
      method: 'POST',
      path: '/push/message',
      headers: { 'x-gotify-key': 'A1' },
    })
    expect(receiver.received[0]?.body).toEqual({
      title: '🔴 Opened: TypeError: cart is undefined',
      message: `${message.replace('new.\n', 'new.\n\n')}\n\nOpen in Sentry: https://acme.sentry.io/issues/4711/`,
      priority: 6,
      extras: {
        'client::display': { contentType: 'text/plain' },
        'client::notification': { click: { url: 'https://navish.example.org/alerts/12' } },
      },
    })
  })

  test('is louder the worse it is', async () => {
    await using receiver = aReceiver(fine)

    for (const severity of severities) {
      const notice = aNotice({ alert: { severity } })
      await gotify.send(aSending({ serverUrl: receiver.url, token: 'A1' }, { notice }))
    }

    expect(receiver.received.map(({ body }) => body['priority'])).toEqual([8, 6, 4, 2])
  })
})
