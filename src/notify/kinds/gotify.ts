import { Shape } from '../../contract/shapes.ts'
import { exchange } from '../exchange.ts'
import { fitted } from '../fitting.ts'
import type { Notifier } from '../notifier.ts'
import { Address, baseOf, Key, Secret, secretsOf } from '../settings.ts'
import { headlineOf, wordingOf, type Mood, type Wording } from '../wording.ts'

const settings = Shape({
  serverUrl: Address('that of the server, such as https://gotify.example.org'),
  token: Secret(Key('the token of an application of the server')),
})

/** Gotify: https://gotify.net/docs/pushmsg. Its messages cannot be changed. */
export const gotify: Notifier<typeof settings> = {
  settings,
  digests: true,
  isIdempotent: false,
  async send(sending) {
    const { serverUrl, token } = sending.settings
    const { sent } = await exchange(sending.outbound, {
      name: 'Gotify',
      url: `${baseOf(serverUrl)}/message`,
      headers: { 'x-gotify-key': token },
      body: messageOf(wordingOf(sending)),
      secrets: secretsOf(settings, sending.settings),
    })
    return sent
  },
}

/** Gotify names no limits; these keep a notification readable. Extras: https://gotify.net/docs/msgextras */
function messageOf(wording: Wording) {
  const [page, ...others] = wording.links
  return {
    title: fitted(headlineOf(wording), 250),
    message: [
      fitted(wording.lines.join('\n'), 2000),
      fitted(wording.facts.map(({ name, value }) => `${name}: ${value}`).join('\n'), 1000),
      ...others.map(({ label, url }) => `${label}: ${url}`),
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
    priority: priorities[wording.mood],
    extras: {
      // As Markdown, a sender could write a link that says another place than it leads to.
      'client::display': { contentType: 'text/plain' },
      'client::notification': { click: { url: page.url } },
    },
  }
}

/** From 8 it is loud, from 4 there is a sound: https://github.com/gotify/android#message-priorities */
const priorities: Record<Mood, number> = { critical: 8, error: 6, warning: 4, info: 2, resolved: 3 }
