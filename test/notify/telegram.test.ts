import { expect, test } from 'bun:test'
import { telegram } from '../../src/notify/kinds/telegram.ts'
import { aResolvedNotice } from './builders.ts'
import { aSending } from './channels.ts'
import { aReceiver, json, text } from './receiver.ts'

function settings(url: string) {
  return { botToken: '1:abc', chatId: '-100', apiUrl: url }
}

const fine = json({ ok: true, result: { message_id: 42 } })

test('a message is HTML without previews, and its id is remembered', async () => {
  await using receiver = aReceiver(fine)

  const sent = await telegram.send(aSending({ ...settings(receiver.url), topicId: 3 }))

  expect(sent).toMatchObject({ result: 'sent', thread: '{"message":42,"chat":"-100"}' })
  expect(receiver.received[0]).toMatchObject({ method: 'POST', path: '/bot1:abc/sendMessage' })
  expect(receiver.received[0]?.body).toEqual({
    chat_id: '-100',
    message_thread_id: 3,
    text: `<b>🔴 Opened: TypeError: cart is undefined</b>

Sentry said that the issue is new.

Severity: error
Project: Shop
Integration: Production
Events: 1
At: 2026-11-24 08:00 UTC

<a href="https://navish.example.org/alerts/12">Open the alert</a> · <a href="https://acme.sentry.io/issues/4711/">Open in Sentry</a>`,
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
  })
})

test('what follows is a reply to the first message, if that is still there', async () => {
  await using receiver = aReceiver(json({ ok: true, result: { message_id: 43 } }))

  const sent = await telegram.send(
    aSending(settings(receiver.url), {
      notice: aResolvedNotice(),
      thread: '{"message":42,"chat":"-100"}',
    }),
  )

  expect(sent).toMatchObject({ result: 'sent', thread: '{"message":42,"chat":"-100"}' })
  expect(receiver.received[0]?.body).toMatchObject({
    reply_parameters: { message_id: 42, allow_sending_without_reply: true },
  })
})

test('what follows in another chat is no reply: the number is of another message there', async () => {
  await using receiver = aReceiver(json({ ok: true, result: { message_id: 43 } }))
  const thread = '{"message":42,"chat":"-200"}'

  const sent = await telegram.send(aSending(settings(receiver.url), { thread }))

  expect(sent).toMatchObject({ thread: '{"message":43,"chat":"-100"}' })
  expect(receiver.received[0]?.body).not.toHaveProperty('reply_parameters')
})

test.each([429, 200])('a limit is kept as the body says it, with status %d', async (status) => {
  await using receiver = aReceiver(
    json(
      {
        ok: false,
        error_code: 429,
        description: 'Too Many Requests: retry after 35',
        parameters: { retry_after: 35 },
      },
      status,
    ),
  )

  expect(await telegram.send(aSending(settings(receiver.url)))).toMatchObject({
    result: 'retry',
    status,
    why: 'Telegram answered 429: Too Many Requests: retry after 35.',
    afterMs: 35_000,
  })
})

test('an error is one, whatever the status says', async () => {
  await using receiver = aReceiver(
    json({ ok: false, error_code: 400, description: 'Bad Request: chat not found' }),
  )

  expect(await telegram.send(aSending(settings(receiver.url)))).toMatchObject({
    result: 'refused',
    why: 'Telegram answered 400: Bad Request: chat not found.',
  })
})

test('a trouble of its own passes, whatever the status says', async () => {
  await using receiver = aReceiver(json({ ok: false, error_code: 502, description: 'Bad Gateway' }))

  expect(await telegram.send(aSending(settings(receiver.url)))).toMatchObject({ result: 'retry' })
})

test('a page of a proxy is not taken for an answer', async () => {
  await using receiver = aReceiver(text('<html>Please sign in</html>'))

  expect(await telegram.send(aSending(settings(receiver.url)))).toMatchObject({ result: 'retry' })
})
