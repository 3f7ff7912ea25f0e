import { Type } from '@sinclair/typebox'
import { Shape } from '../../contract/shapes.ts'
import { exchange } from '../exchange.ts'
import { fitted } from '../fitting.ts'
import { faultIn, HeaderLines, headersIn, secretsIn } from '../headers.ts'
import type { Notifier, Sent } from '../notifier.ts'
import { refusedOf } from '../reply.ts'
import { Address, Secret, secretsOf } from '../settings.ts'
import { subjectOf, wordingOf, type Mood, type Wording } from '../wording.ts'

const settings = Shape({
  url: Secret(
    Address('where the server takes messages, such as https://apprise.example.org/notify/KEY'),
  ),
  headers: Type.Optional(HeaderLines),
})

/**
 * An Apprise API server, which tells whomever it knows under a key: https://appriseit.com/api/endpoints. It knows no attempt again: what it
 * was told, and did not answer in time, it tells twice.
 */
export const apprise: Notifier<typeof settings> = {
  settings,
  digests: true,
  isIdempotent: false,
  async send(sending) {
    const headers = headersIn(sending.settings.headers)
    const fault = faultIn(headers)
    if (fault !== null) return refusedOf({ status: null, reply: '' }, fault)
    const { sent } = await exchange(sending.outbound, {
      name: 'Apprise',
      url: sending.settings.url,
      headers,
      body: messageOf(wordingOf(sending)),
      secrets: [...secretsOf(settings, sending.settings), ...secretsIn(headers)],
      timeoutMs,
    })
    return precise(sent)
  },
}

/**
 * What its answer means: https://appriseit.com/api/reference/response-codes. It says 204 when it knows nobody to tell, which is no success;
 * and 424 when at least one could not be told: to try again would tell all others again, so it is left to a person.
 */
function precise(sent: Sent): Sent {
  if (sent.status === 204)
    return refusedOf(sent, 'Apprise has nobody to tell at this address (204): check the key in it.')
  if (sent.status === 424)
    return refusedOf(sent, 'Apprise could not tell everybody (424): its log says whom.')
  return sent
}

/** It shortens what is too long for one of those it tells; these keep a message readable. */
function messageOf(wording: Wording) {
  return {
    title: fitted(subjectOf(wording), 300, writing),
    body: [
      fitted(wording.lines.join('\n'), 2000, writing),
      fitted(wording.facts.map(({ name, value }) => `${name}: ${value}`).join('\n'), 1000, writing),
      wording.links.map(({ label, url }) => `${label}: ${url}`).join('\n'),
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
    type: types[wording.mood],
    // As Markdown or HTML, a sender could write a link that says another place than it leads to.
    format: 'text',
  }
}

/** Some of those that it tells read Markdown and mentions in whatever they are given. */
const writing = { write: (text: string) => text.replace(/[@<[]/g, '$&\u200b') }

const types: Record<Mood, string> = {
  critical: 'failure',
  error: 'failure',
  warning: 'warning',
  info: 'info',
  resolved: 'success',
}

/** It answers only once everybody was told. */
const timeoutMs = 20_000
