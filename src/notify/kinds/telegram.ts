import { Type } from '@sinclair/typebox'
import { Shape } from '../../contract/shapes.ts'
import { exchange, type Exchanged } from '../exchange.ts'
import { fitted } from '../fitting.ts'
import type { Notifier, Sent } from '../notifier.ts'
import { bodyOf, isPassing, membersOf, msOf, refusedOf, retryOf, threadedOf } from '../reply.ts'
import { Address, baseOf, Secret, secretsOf } from '../settings.ts'
import { headlineOf, wordingOf, type Wording } from '../wording.ts'

const apiUrl = 'https://api.telegram.org'

const settings = Shape({
  botToken: Secret(
    Type.String({
      // It becomes a part of a path.
      pattern: '^\\d{1,20}:[\\w-]{1,200}$',
      description: 'the token that @BotFather gave to the bot, such as 123456:ABC-DEF…',
    }),
  ),
  chatId: Type.String({
    pattern: '^(-?\\d{1,20}|@\\w{1,64})$',
    description: 'the chat: its number, negative for a group, or @name of a public channel',
  }),
  topicId: Type.Optional(
    Type.Integer({ minimum: 1, description: 'the topic, in a group that has topics' }),
  ),
  apiUrl: Type.Optional(Address('where the Bot API is, if you run your own server of it', apiUrl)),
})

/** Telegram, by a bot: https://core.telegram.org/bots/api#sendmessage. What follows is a reply to what was said first. */
export const telegram: Notifier<typeof settings> = {
  settings,
  digests: true,
  isIdempotent: false,
  async send(sending) {
    const { botToken, chatId, topicId } = sending.settings
    const opening = openingOf(sending.thread, chatId)
    const exchanged = await exchange(sending.outbound, {
      name: 'Telegram',
      url: `${baseOf(sending.settings.apiUrl ?? apiUrl)}/bot${botToken}/sendMessage`,
      body: {
        chat_id: chatId,
        ...(topicId !== undefined && { message_thread_id: topicId }),
        text: textOf(wordingOf(sending)),
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
        ...(opening !== null && {
          reply_parameters: { message_id: opening, allow_sending_without_reply: true },
        }),
      },
      secrets: secretsOf(settings, sending.settings),
    })
    const sent = heard(exchanged)
    if ('digest' in sending.notice) return sent
    const message = opening ?? membersOf(exchanged.body['result'])['message_id']
    return isId(message) ? threadedOf(sent, { message, chat: chatId }) : sent
  },
}

/** The body says what happened, and its `error_code` is a status: https://core.telegram.org/bots/api#making-requests */
function heard({ sent, body, said }: Exchanged): Sent {
  if (sent.status === null || body['ok'] === true) return sent
  if (body['ok'] !== false) {
    return sent.result === 'sent'
      ? retryOf(sent, 'What answered in the place of Telegram is something else.', null)
      : sent
  }
  const status = typeof body['error_code'] === 'number' ? body['error_code'] : sent.status
  const why = `Telegram answered ${status}: ${said('description') ?? 'it did not say why'}.`
  const asked = msOf(membersOf(body['parameters'])['retry_after'])
  if (asked !== null) return retryOf(sent, why, asked)
  if (!isPassing(status)) return refusedOf(sent, why)
  return retryOf(sent, why, sent.result === 'retry' ? sent.afterMs : null)
}

/** Within 4,096 characters, of which tags and the targets of links are none: https://core.telegram.org/bots/api#sendmessage */
function textOf(wording: Wording): string {
  const facts = wording.facts.map(({ name, value }) => `${name}: ${value}`).join('\n')
  return [
    `<b>${fitted(headlineOf(wording), 500, writing)}</b>`,
    fitted(wording.lines.join('\n'), 2400, writing),
    fitted(facts, 900, writing),
    wording.links.map(({ label, url }) => `<a href="${escaped(url)}">${label}</a>`).join(' · '),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** https://core.telegram.org/bots/api#html-style. A name behind `@` is a mention without any tag, and tells the one who has it. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

const writing = { write: (text: string) => escaped(text).replaceAll('@', '@\u200b') }

/** A message has its number in one chat: in another one, that number is another message. */
function openingOf(thread: string | null, chatId: string): number | null {
  const { message, chat } = bodyOf(thread ?? '')
  return isId(message) && chat === chatId ? message : null
}

function isId(id: unknown): id is number {
  return Number.isSafeInteger(id)
}
