import { Type, type Static } from '@sinclair/typebox'
import { Shape, Text } from '../../contract/shapes.ts'
import type { Notice } from '../../core/notice.ts'
import { alertOf } from '../alertmanager/alert.ts'
import { heldIn, heldPath, withEnded, type HeldAlert } from '../alertmanager/held.ts'
import { authorizationOf } from '../authorization.ts'
import { exchange, type Exchanged } from '../exchange.ts'
import { secretsIn } from '../headers.ts'
import type { Notifier, Sending, Sent } from '../notifier.ts'
import { Address, baseOf, Key, Secret, secretsOf } from '../settings.ts'
import { singleOf } from '../single.ts'

const settings = Shape({
  url: {
    ...Address('that of Alertmanager, without /api/v2, such as https://alertmanager.example.org'),
    pattern: '^https?://[^\\s?#]+$',
  },
  user: Type.Optional(Text(200, 'for basic authentication')),
  password: Type.Optional(Secret(Text(500, 'for basic authentication'))),
  token: Type.Optional(Secret(Key('a bearer token; goes before user and password'))),
})
type Settings = Static<typeof settings>

/**
 * Prometheus Alertmanager, which tells people by its own routes. It knows an alert by its labels, so telling it twice is telling it once.
 * It has alerts in memory only, and Navish tells of an alert when it changes: one that restarts without peers has forgotten what was open.
 */
export const alertmanager: Notifier<typeof settings> = {
  settings,
  digests: false,
  isIdempotent: true,
  async send(sending) {
    const notice = singleOf(sending)
    const listing = await listed(sending, notice)
    if ('result' in listing) return listing
    const alerts = withEnded(alertOf(notice, sending.pageUrl), listing.held, notice)
    const { sent } = await ask(sending, 'POST', '/api/v2/alerts', alerts)
    return sent
  },
}

/** What Alertmanager has of this alert. Some that speak its API take alerts and list none: then nothing is known. */
async function listed(
  sending: Sending<Settings>,
  notice: Notice,
): Promise<{ held: HeldAlert[] } | Sent> {
  if (notice.change === 'opened') return { held: [] }
  const { sent, answer } = await ask(sending, 'GET', heldPath(notice))
  if (sent.status === 404 || sent.status === 405) return { held: [] }
  return sent.result === 'sent' ? { held: heldIn(answer, notice) } : sent
}

function ask(
  sending: Sending<Settings>,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<Exchanged> {
  const headers = authorizationOf(sending.settings)
  return exchange(sending.outbound, {
    name: 'Alertmanager',
    method,
    url: `${baseOf(sending.settings.url)}${path}`,
    headers,
    body,
    secrets: [...secretsOf(settings, sending.settings), ...secretsIn(headers)],
  })
}
