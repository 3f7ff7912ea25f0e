import { Type, type Static } from '@sinclair/typebox'
import { Webhook } from 'standardwebhooks'
import { Shape } from '../../contract/shapes.ts'
import { exchange } from '../exchange.ts'
import { faultIn, HeaderLines, headersIn, secretsIn } from '../headers.ts'
import type { Notifier } from '../notifier.ts'
import { refusedOf } from '../reply.ts'
import { Address, Secret, secretsOf } from '../settings.ts'
import { standardBody } from '../webhook/standard.ts'

const settings = Shape({
  // Many of them hold a token that is all it takes to write there.
  url: Secret(Address('where to send it')),
  secret: Type.Optional(
    Secret(
      Type.String({
        pattern: '^whsec_(?:[A-Za-z0-9+/]{4}){8,21}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
        description:
          'signs each webhook: whsec_ and 24 to 64 random bytes in base64. Without it, nothing is signed',
      }),
    ),
  ),
  headers: Type.Optional(HeaderLines),
})
type Settings = Static<typeof settings>

/**
 * Any server that takes webhooks: signed by https://www.standardwebhooks.com, with `webhook-id` the same for each attempt, by which the other
 * side knows what it has seen.
 */
export const webhook: Notifier<typeof settings> = {
  settings,
  digests: true,
  isIdempotent: true,
  async send(sending) {
    const headers = headersIn(sending.settings.headers)
    const fault = faultIn(headers)
    if (fault !== null) return refusedOf({ status: null, reply: '' }, fault)
    const body = JSON.stringify(standardBody(sending))
    const { sent } = await exchange(sending.outbound, {
      name: 'The server',
      url: sending.settings.url,
      headers: { ...headers, ...signed(sending.settings, sending.key, body) },
      body,
      secrets: [...secretsOf(settings, sending.settings), ...secretsIn(headers)],
      timeoutMs,
    })
    return sent
  },
}

/** The headers of https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, with the time of this attempt. */
function signed({ secret }: Settings, key: string, body: string): Record<string, string> {
  const now = new Date()
  return {
    'webhook-id': key,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    ...(secret !== undefined && { 'webhook-signature': new Webhook(secret).sign(key, now, body) }),
  }
}

/** Standard Webhooks advises 15 to 30 seconds. */
const timeoutMs = 20_000
