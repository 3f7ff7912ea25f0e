import { Type, type Static } from '@sinclair/typebox'
import { Shape, Text } from '../../contract/shapes.ts'
import { exchange, type Exchanged } from '../exchange.ts'
import { fitted } from '../fitting.ts'
import type { Notifier, Sending, Sent } from '../notifier.ts'
import { bodyOf, refusedOf, retryOf, threadedOf } from '../reply.ts'
import { Address, baseOf, Key, Secret, secretsOf } from '../settings.ts'
import { headlineOf, wordingOf, type Wording } from '../wording.ts'

const apiUrl = 'https://slack.com/api'

const settings = Shape({
  webhookUrl: Type.Optional(
    Secret(Address('the incoming webhook of a channel; either this, or botToken and channel')),
  ),
  botToken: Type.Optional(
    Secret(
      Key('the token of a bot with the scope chat:write, such as xoxb-…; goes before webhookUrl'),
    ),
  ),
  channel: Type.Optional(Text(200, 'id or name of the channel that the bot is in')),
  apiUrl: Type.Optional(Address('where the API is, if there is a proxy before it', apiUrl)),
})
type Settings = Static<typeof settings>

/**
 * Slack, by an incoming webhook or by a bot. A webhook can only say something new; a bot keeps what it said first up to date, and
 * tells what follows in its thread.
 */
export const slack: Notifier<typeof settings> = {
  settings,
  digests: true,
  isIdempotent: false,
  async send(sending) {
    const { webhookUrl, botToken, channel } = sending.settings
    if (botToken !== undefined && channel !== undefined) return byBot(sending, botToken, channel)
    if (webhookUrl !== undefined) return byWebhook(sending, webhookUrl)
    const why = 'Slack needs either webhookUrl, or botToken and channel.'
    return refusedOf({ status: null, reply: '' }, why)
  },
}

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks: `ok` as text, or a status and a word. */
async function byWebhook(sending: Sending<Settings>, url: string): Promise<Sent> {
  const exchanged = await exchange(sending.outbound, {
    name: 'Slack',
    url,
    body: { ...messageOf(wordingOf(sending)), ...unfurled },
    secrets: secretsOf(settings, sending.settings),
  })
  return exchanged.body['ok'] === false ? heard(exchanged) : exchanged.sent
}

async function byBot(sending: Sending<Settings>, botToken: string, channel: string): Promise<Sent> {
  const call = (method: string, body: object) =>
    exchange(sending.outbound, {
      name: 'Slack',
      url: `${baseOf(sending.settings.apiUrl ?? apiUrl)}/${method}`,
      headers: { authorization: `Bearer ${botToken}` },
      body,
      secrets: secretsOf(settings, sending.settings),
    })
  const message = messageOf(wordingOf(sending))
  const opening = openingOf(sending.thread)

  if (opening !== null) {
    // First, because it can be done twice: what is posted before it would be posted again when this must be tried again.
    const updated = await call('chat.update', { ...opening, ...message, parse: 'none' })
    const meaning = heard(updated)
    if (meaning.result === 'retry') return meaning
    // One that was refused may not be edited any more, or is deleted. People are told all the same.
    if (!isGone(updated)) {
      const answered = await call('chat.postMessage', {
        channel: opening.channel,
        thread_ts: opening.ts,
        // In a thread alone it would reach only those who follow it.
        reply_broadcast: isLoud(sending.notice),
        ...message,
        ...unfurled,
      })
      if (!isGone(answered)) return threadedOf(heard(answered), opening)
    }
  }

  const posted = await call('chat.postMessage', { channel, ...message, ...unfurled })
  const { channel: id, ts } = posted.body
  const isFound = typeof id === 'string' && typeof ts === 'string' && !('digest' in sending.notice)
  return isFound ? threadedOf(heard(posted), { channel: id, ts }) : heard(posted)
}

/**
 * The API answers 200 whatever happens, and says in its body what did.
 * https://docs.slack.dev/apis/web-api/#responses, https://docs.slack.dev/reference/methods/chat.postMessage/#errors
 */
function heard({ sent, body, said }: Exchanged): Sent {
  if (sent.result !== 'sent' || body['ok'] === true) return sent
  const error = said('error')
  if (error === null) {
    return retryOf(sent, 'What answered in the place of Slack is something else.', null)
  }
  const why = `Slack answered: ${error}.`
  return passing.has(error) ? retryOf(sent, why, null) : refusedOf(sent, why)
}

function isGone({ body }: Exchanged): boolean {
  return body['ok'] === false && gone.has(String(body['error']))
}

function isLoud(notice: Sending<Settings>['notice']): boolean {
  return 'change' in notice && notice.change !== 'resolved'
}

/**
 * What a sender wrote is in `plain_text` objects, where nothing is formatting: mrkdwn has no way to escape `*` or `_`. The limits are
 * those of header, section and context: https://docs.slack.dev/reference/block-kit/blocks
 */
function messageOf(wording: Wording) {
  const links = wording.links
    .map(({ label, url }) => `<${escaped(url)}|${label}>`)
    .filter((link) => link.length <= 3000)
  return {
    // What notifications show.
    text: fitted(headlineOf(wording), 500, { write: unnamed }),
    blocks: [
      { type: 'header', text: plain(headlineOf(wording), 150) },
      ...(wording.lines.length === 0
        ? []
        : [{ type: 'section', text: plain(wording.lines.join('\n'), 3000) }]),
      {
        type: 'context',
        elements: wording.facts.map(({ name, value }) => plain(`${name}: ${value}`, 300)),
      },
      // Each in a section of its own, so that a long one does not cost the other.
      ...links.map((text) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } })),
    ],
  }
}

function plain(text: string, most: number) {
  return { type: 'plain_text', text: fitted(text, most, { write: unnamed }), emoji: false }
}

/** https://docs.slack.dev/messaging/formatting-message-text/#escaping: without `<`, there is no mention and no link. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Also without the names of which Slack makes mentions where it is told to look for them. */
function unnamed(text: string): string {
  return escaped(text).replaceAll('@', '@\u200b')
}

function openingOf(thread: string | null): { channel: string; ts: string } | null {
  const { channel, ts } = bodyOf(thread ?? '')
  return typeof channel === 'string' && typeof ts === 'string' ? { channel, ts } : null
}

const unfurled = { unfurl_links: false, unfurl_media: false }

const passing = new Set([
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'external_channel_migrating',
])

/** Of what was said first; also when the bot tells another channel by now. */
const gone = new Set([
  'thread_not_found',
  'message_not_found',
  'cannot_reply_to_message',
  'channel_not_found',
  'not_in_channel',
  'is_archived',
])
