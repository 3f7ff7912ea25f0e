import { describe, expect, test } from 'bun:test'
import { slack } from '../../src/notify/kinds/slack.ts'
import { aNotice, aResolvedNotice } from './builders.ts'
import { aSending } from './channels.ts'
import { aReceiver, json, text, type Answer } from './receiver.ts'

const thread = '{"channel":"C1","ts":"17.5"}'
const posted = json({ ok: true, channel: 'C1', ts: '17.5' })
const updated = json({ ok: true, channel: 'C1', ts: '17.5', text: '…' })

function webhook(url: string) {
  return { webhookUrl: `${url}/services/T1/B1/x` }
}

function bot(url: string) {
  return { botToken: 'xoxb-1', channel: '#ops', apiUrl: `${url}/api/` }
}

async function toldByBot(answers: [Answer, ...Answer[]], fields: Parameters<typeof aSending>[1]) {
  await using receiver = aReceiver(...answers)
  const sent = await slack.send(aSending(bot(receiver.url), fields))
  return { sent, received: receiver.received }
}

test('a webhook is sent what happened, in text that nothing can be made of', async () => {
  await using receiver = aReceiver(text('ok'))

  const sent = await slack.send(aSending(webhook(receiver.url)))

  expect(sent).toEqual({ result: 'sent', status: 200, reply: 'ok' })
  expect(receiver.received[0]).toMatchObject({ method: 'POST', path: '/services/T1/B1/x' })
  expect(receiver.received[0]?.body).toEqual({
    text: '🔴 Opened: TypeError: cart is undefined',
    blocks: [
      { type: 'header', text: plain('🔴 Opened: TypeError: cart is undefined') },
      { type: 'section', text: plain('Sentry said that the issue is new.') },
      {
        type: 'context',
        elements: [
          plain('Severity: error'),
          plain('Project: Shop'),
          plain('Integration: Production'),
          plain('Events: 1'),
          plain('At: 2026-11-24 08:00 UTC'),
        ],
      },
      { type: 'section', text: link('https://navish.example.org/alerts/12', 'Open the alert') },
      { type: 'section', text: link('https://acme.sentry.io/issues/4711/', 'Open in Sentry') },
    ],
    unfurl_links: false,
    unfurl_media: false,
  })
})

test('a webhook that says `ok: false` with a 200 has not told anybody', async () => {
  await using receiver = aReceiver(json({ ok: false, error: 'invalid_blocks' }))

  expect(await slack.send(aSending(webhook(receiver.url)))).toMatchObject({
    result: 'refused',
    why: 'Slack answered: invalid_blocks.',
  })
})

test('without a webhook and without a channel it goes nowhere', async () => {
  expect(await slack.send(aSending({ botToken: 'xoxb-1' }))).toMatchObject({
    result: 'refused',
    status: null,
  })
})

describe('a bot', () => {
  test('posts, and remembers where', async () => {
    const { sent, received } = await toldByBot([posted], {})

    expect(sent).toMatchObject({ result: 'sent', thread })
    expect(received).toHaveLength(1)
    expect(received[0]).toMatchObject({
      path: '/api/chat.postMessage',
      headers: { authorization: 'Bearer xoxb-1' },
      body: { channel: '#ops' },
    })
  })

  test('shows the first message as resolved, and says so in its thread', async () => {
    const { sent, received } = await toldByBot([updated, posted], {
      notice: aResolvedNotice(),
      thread,
    })

    expect(sent).toMatchObject({ result: 'sent', thread })
    expect(received.map(({ path }) => path)).toEqual(['/api/chat.update', '/api/chat.postMessage'])
    expect(received[0]?.body).toMatchObject({
      channel: 'C1',
      ts: '17.5',
      text: '✅ Resolved by Sentry: TypeError: cart is undefined',
    })
    expect(received[1]?.body).toMatchObject({
      channel: 'C1',
      thread_ts: '17.5',
      reply_broadcast: false,
    })
  })

  test('tells the channel, too, when it got worse', async () => {
    const { received } = await toldByBot([updated, posted], {
      notice: aNotice({ change: 'worse' }),
      thread,
    })

    expect(received[1]?.body).toMatchObject({ thread_ts: '17.5', reply_broadcast: true })
  })

  test('says nothing twice: it does not answer before the first message is up to date', async () => {
    const { sent, received } = await toldByBot(
      [json({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': '3' })],
      { notice: aResolvedNotice(), thread },
    )

    expect(sent).toMatchObject({ result: 'retry', afterMs: 3000 })
    expect(received).toHaveLength(1)
  })

  test('answers all the same when the first message may not be edited any more', async () => {
    const { sent, received } = await toldByBot(
      [json({ ok: false, error: 'edit_window_closed' }), posted],
      { notice: aResolvedNotice(), thread },
    )

    expect(sent.result).toBe('sent')
    expect(received[1]?.body).toMatchObject({ thread_ts: '17.5' })
  })

  test.each(['message_not_found', 'channel_not_found'])(
    'begins anew when the first message is gone, or in a channel that it may not write to: %s',
    async (error) => {
      const { sent, received } = await toldByBot(
        [json({ ok: false, error }), json({ ok: true, channel: 'C1', ts: '18.0' })],
        { notice: aResolvedNotice(), thread },
      )

      expect(sent).toMatchObject({ result: 'sent', thread: '{"channel":"C1","ts":"18.0"}' })
      expect(received).toHaveLength(2)
      expect(received[1]?.body).not.toHaveProperty('thread_ts')
    },
  )

  test.each(['invalid_auth', 'channel_not_found', 'not_in_channel', 'is_archived'])(
    'is refused by %p, which comes with a 200',
    async (error) => {
      const { sent } = await toldByBot([json({ ok: false, error })], {})

      expect(sent).toMatchObject({
        result: 'refused',
        status: 200,
        why: `Slack answered: ${error}.`,
      })
    },
  )

  test.each(['internal_error', 'service_unavailable', 'ratelimited'])(
    'tries again after %p, which comes with a 200',
    async (error) => {
      const { sent } = await toldByBot([json({ ok: false, error })], {})

      expect(sent).toMatchObject({ result: 'retry', status: 200, afterMs: null })
    },
  )

  test('does not take a page of a proxy for an answer', async () => {
    const { sent } = await toldByBot([text('<html>Please sign in</html>')], {})

    expect(sent).toMatchObject({ result: 'retry', status: 200 })
  })
})

function plain(words: string) {
  return { type: 'plain_text', text: words, emoji: false }
}

function link(url: string, label: string) {
  return { type: 'mrkdwn', text: `<${url}|${label}>`, verbatim: true }
}
