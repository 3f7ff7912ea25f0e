import { expect, test } from 'bun:test'
import { discord } from '../../src/notify/kinds/discord.ts'
import { aResolvedNotice } from './builders.ts'
import { aSending } from './channels.ts'
import { aReceiver, json } from './receiver.ts'

const thread = '{"message":"1234"}'

function settings(url: string) {
  return { webhookUrl: `${url}/api/webhooks/1/x?thread_id=9` }
}

test('a message waits for its id, and allows no mention', async () => {
  await using receiver = aReceiver(json({ id: '1234' }))

  const sent = await discord.send(aSending(settings(receiver.url)))

  expect(sent).toMatchObject({ result: 'sent', thread })
  expect(receiver.received[0]).toMatchObject({
    method: 'POST',
    path: '/api/webhooks/1/x?thread_id=9&wait=true',
  })
  expect(receiver.received[0]?.body).toEqual({
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: '🔴 Opened\\: TypeError\\: cart is undefined',
        url: 'https://navish.example.org/alerts/12',
        description: [
          'Sentry said that the issue is new.',
          '[Open the alert](https://navish.example.org/alerts/12) · [Open in Sentry](https://acme.sentry.io/issues/4711/)',
        ].join('\n\n'),
        color: 0xe5484d,
        fields: [
          { name: 'Severity', value: 'error', inline: true },
          { name: 'Project', value: 'Shop', inline: true },
          { name: 'Integration', value: 'Production', inline: true },
          { name: 'Events', value: '1', inline: true },
          { name: 'At', value: '2026\\-11\\-24 08\\:00 UTC', inline: true },
        ],
      },
    ],
  })
})

test('a resolve edits the first message and says so', async () => {
  await using receiver = aReceiver(json({ id: '1234' }), json({ id: '1300' }))

  const sent = await discord.send(
    aSending(settings(receiver.url), { notice: aResolvedNotice(), thread }),
  )

  expect(sent).toMatchObject({ result: 'sent', thread })
  expect(receiver.received.map(({ method, path }) => [method, path])).toEqual([
    ['PATCH', '/api/webhooks/1/x/messages/1234?thread_id=9'],
    ['POST', '/api/webhooks/1/x?thread_id=9&wait=true'],
  ])
  expect(receiver.received[0]?.body).toMatchObject({ allowed_mentions: { parse: [] } })
})

test('what is said takes the place of a first message that is gone', async () => {
  await using receiver = aReceiver(json({ code: 10008 }, 404), json({ id: '1300' }))

  const sent = await discord.send(
    aSending(settings(receiver.url), { notice: aResolvedNotice(), thread }),
  )

  expect(sent).toMatchObject({ result: 'sent', thread: '{"message":"1300"}' })
})

test('nothing is said before the first message is up to date', async () => {
  await using receiver = aReceiver(json({}, 503))

  const sent = await discord.send(
    aSending(settings(receiver.url), { notice: aResolvedNotice(), thread }),
  )

  expect(sent.result).toBe('retry')
  expect(receiver.received).toHaveLength(1)
})

test('an id that is none becomes no part of a path', async () => {
  await using receiver = aReceiver(json({ id: '1300' }))

  await discord.send(aSending(settings(receiver.url), { thread: '{"message":"../../1"}' }))

  expect(receiver.received.map(({ method }) => method)).toEqual(['POST'])
})

test('a limit is waited out to the millisecond', async () => {
  await using receiver = aReceiver(
    json({ message: 'You are being rate limited.', retry_after: 1.337, global: false }, 429, {
      'retry-after': '2',
    }),
  )

  expect(await discord.send(aSending(settings(receiver.url)))).toMatchObject({
    result: 'retry',
    afterMs: 1337,
  })
})

test('an address that is none is refused', async () => {
  expect(await discord.send(aSending({ webhookUrl: 'https://' }))).toMatchObject({
    result: 'refused',
    status: null,
  })
})
