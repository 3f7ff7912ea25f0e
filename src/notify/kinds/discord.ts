import type { Static } from '@sinclair/typebox'
import { Shape } from '../../contract/shapes.ts'
import { exchange, type Exchanged } from '../exchange.ts'
import { fitted } from '../fitting.ts'
import type { Notifier, Sending, Sent } from '../notifier.ts'
import { bodyOf, msOf, refusedOf, retryOf, threadedOf } from '../reply.ts'
import { Address, Secret, secretsOf } from '../settings.ts'
import { headlineOf, wordingOf, type Mood, type Wording } from '../wording.ts'

const settings = Shape({
  webhookUrl: Secret(
    Address(
      'the webhook of a channel, such as https://discord.com/api/webhooks/…; thread_id in it is kept',
    ),
  ),
})
type Settings = Static<typeof settings>

/**
 * Discord, by a webhook: https://docs.discord.com/developers/resources/webhook. What was said first is kept up to date by editing it;
 * an edit notifies nobody, so what follows is said as well.
 */
export const discord: Notifier<typeof settings> = {
  settings,
  digests: true,
  isIdempotent: false,
  async send(sending) {
    const webhook = URL.parse(sending.settings.webhookUrl)
    if (webhook === null) {
      return refusedOf({ status: null, reply: '' }, 'The webhook URL of Discord is no URL.')
    }
    const body = messageOf(wordingOf(sending))
    let opening = openingOf(sending.thread)

    if (opening !== null) {
      // First, because it can be done twice: what is posted before it would be posted again when this must be tried again.
      const edited = await ask(sending, 'PATCH', messageUrl(webhook, opening), body)
      if (edited.sent.result === 'retry') return edited.sent
      // It is deleted. People are told all the same, and what is said now is what can be edited later.
      if (edited.sent.result === 'refused') opening = null
    }

    const { sent, body: answer } = await ask(sending, 'POST', postUrl(webhook), body)
    if ('digest' in sending.notice) return sent
    const message = opening ?? answer['id']
    return isId(message) ? threadedOf(sent, { message }) : sent
  },
}

async function ask(
  sending: Sending<Settings>,
  method: 'POST' | 'PATCH',
  url: string,
  body: object,
): Promise<Exchanged> {
  const secrets = secretsOf(settings, sending.settings)
  const exchanged = await exchange(sending.outbound, {
    name: 'Discord',
    method,
    url,
    body,
    secrets,
  })
  return { ...exchanged, sent: precise(exchanged) }
}

/** The body knows the wait to the millisecond: https://docs.discord.com/developers/topics/rate-limits */
function precise({ sent, body }: Exchanged): Sent {
  const afterMs = msOf(body['retry_after'])
  return sent.result === 'retry' && afterMs !== null ? retryOf(sent, sent.why, afterMs) : sent
}

/** With `wait`, because without it Discord answers before it knows whether the message will be there. */
function postUrl(webhook: URL): string {
  const url = new URL(webhook)
  url.searchParams.set('wait', 'true')
  return url.href
}

function messageUrl(webhook: URL, id: string): string {
  const url = new URL(webhook)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/messages/${id}`
  return url.href
}

/** The limits are those of https://docs.discord.com/developers/resources/message#embed-object-embed-limits, 6,000 for all together. */
function messageOf(wording: Wording) {
  const [page, ...others] = wording.links
  const links = others
    .map(({ label, url }) => `[${label}](${url})`)
    .filter((link) => link.length <= 1000)
  return {
    // Also of an edit, which would mention everyone whom the text names otherwise.
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: fitted(headlineOf(wording), 256, { write: escaped }),
        url: page.url,
        description: [
          fitted(wording.lines.join('\n'), 2000, { write: escaped }),
          [`[${page.label}](${page.url})`, ...links].join(' · '),
        ].join('\n\n'),
        color: colours[wording.mood],
        fields: wording.facts.map(({ name, value }) => ({
          name,
          value: fitted(value, 250, { write: escaped }),
          inline: true,
        })),
      },
    ],
  }
}

/** What could begin a mention, a link, an emoji or formatting does not. A backslash is not enough for `@everyone`. */
function escaped(text: string): string {
  return text.replace(/[\\*_~`|>#\-[\]()<:!]/g, '\\$&').replaceAll('@', '@\u200b')
}

function openingOf(thread: string | null): string | null {
  const { message } = bodyOf(thread ?? '')
  return isId(message) ? message : null
}

/** A snowflake: it becomes a part of a path. */
function isId(id: unknown): id is string {
  return typeof id === 'string' && /^\d{1,20}$/.test(id)
}

const colours: Record<Mood, number> = {
  critical: 0xb4_23_18,
  error: 0xe5_48_4d,
  warning: 0xf5_b5_00,
  info: 0x3b_82_f6,
  resolved: 0x30_a4_6c,
}
