import type { Notice, Digest } from '../../src/core/notice.ts'
import type { Notifier, Sending, Sent } from '../../src/notify/notifier.ts'
import { notifiers } from '../../src/notify/kinds.ts'
import { aNotice } from './builders.ts'
import { outboundByFetch } from './outbound.ts'
import { json, text, type Answer } from './receiver.ts'

/** A secret that looks like the last part of a webhook URL. */
export const secret = 'q8Zt0wY3vN5kLr7pXa2b'

/** Each kind that tells by one request what it is given, set to talk to a receiver of the tests, with the answer that means success there. */
export const channels: {
  kind: string
  settings: (url: string) => Record<string, unknown>
  fine: Answer
}[] = [
  { kind: 'apprise', settings: (url) => ({ url: `${url}/notify/${secret}` }), fine: text('ok') },
  {
    kind: 'discord',
    settings: (url) => ({ webhookUrl: `${url}/api/webhooks/1/${secret}` }),
    fine: json({ id: '1234' }),
  },
  { kind: 'gotify', settings: (url) => ({ serverUrl: url, token: secret }), fine: json({ id: 1 }) },
  {
    kind: 'mattermost',
    settings: (url) => ({ webhookUrl: `${url}/hooks/${secret}` }),
    fine: text('ok'),
  },
  {
    kind: 'ntfy',
    settings: (url) => ({ serverUrl: url, topic: 'alerts', token: secret }),
    fine: json({ id: 'a' }),
  },
  {
    kind: 'slack',
    settings: (url) => ({ webhookUrl: `${url}/services/T1/B1/${secret}` }),
    fine: text('ok'),
  },
  {
    kind: 'slack',
    settings: (url) => ({ botToken: secret, channel: '#ops', apiUrl: `${url}/api` }),
    fine: json({ ok: true, channel: 'C1', ts: '17.5' }),
  },
  {
    kind: 'teams',
    settings: (url) => ({ webhookUrl: `${url}/workflows/1?sig=${secret}` }),
    fine: text('', 202),
  },
  {
    kind: 'telegram',
    settings: (url) => ({ botToken: `1:${secret}`, chatId: '-100', apiUrl: url }),
    fine: json({ ok: true, result: { message_id: 42 } }),
  },
]

/** A kind by its name, for what does not care which settings it has. */
export function notifierOf(kind: string): Notifier {
  const notifier = Object.entries<Notifier>(notifiers).find(([name]) => name === kind)?.[1]
  if (notifier === undefined) throw new Error(`there is no kind ${kind}`)
  return notifier
}

/** One attempt at telling something. */
export function aSending<S extends object>(
  settings: S,
  fields: Partial<Omit<Sending<S>, 'settings'>> = {},
): Sending<S> {
  return {
    settings,
    notice: aNotice(),
    pageUrl: 'https://navish.example.org/alerts/12',
    key: 'delivery-7',
    thread: null,
    outbound: outboundByFetch(),
    ...fields,
  }
}

/** What can be told. */
export type Told = Notice | { digest: Digest }

/** Why it was not sent; throws when it was. */
export function whyOf(sent: Sent): string {
  if (sent.result === 'sent') throw new Error('it was sent')
  return sent.why
}
