import { Type, type Static } from '@sinclair/typebox'
import { Shape } from '../../contract/shapes.ts'
import type { Notice } from '../../core/notice.ts'
import { cleanLine } from '../../core/text.ts'
import { exchange } from '../exchange.ts'
import { descriptionOf, projectOf, reasonOf, titleOf } from '../notice-texts.ts'
import type { Notifier, Sending } from '../notifier.ts'
import { Address, Secret, secretsOf } from '../settings.ts'
import { singleOf } from '../single.ts'
import { wordingOf } from '../wording.ts'

const defaultUrl = 'https://events.pagerduty.com/v2/enqueue'

const settings = Shape({
  routingKey: Secret(
    Type.String({
      pattern: '^[A-Za-z0-9_-]{1,100}$',
      description: 'the Integration Key of an "Events API v2" integration of a PagerDuty service',
    }),
  ),
  apiUrl: Type.Optional(
    Address(
      'where events are sent; for an account in the EU https://events.eu.pagerduty.com/v2/enqueue',
      defaultUrl,
    ),
  ),
})

/**
 * PagerDuty, by its Events API v2: an alert here is an alert there, opened by `trigger` and closed by `resolve` with the same
 * `dedup_key`. An event that is sent twice is one more line in the log of the same alert. What is accepted, refused and to be tried again:
 * https://raw.githubusercontent.com/PagerDuty/developer-docs/main/docs/events-API-v2/01-Overview.md
 */
export const pagerduty: Notifier<typeof settings> = {
  settings,
  digests: false,
  isIdempotent: true,
  async send(sending) {
    const { sent } = await exchange(sending.outbound, {
      name: 'PagerDuty',
      url: sending.settings.apiUrl ?? defaultUrl,
      body: eventOf(sending),
      secrets: secretsOf(settings, sending.settings),
    })
    return sent
  },
}

/** https://raw.githubusercontent.com/PagerDuty/developer-docs/main/docs/events-API-v2/02-Trigger-Events.md */
function eventOf(sending: Sending<Static<typeof settings>>) {
  const notice = singleOf(sending)
  const { alert } = notice
  const event = { routing_key: sending.settings.routingKey, dedup_key: dedupKeyOf(notice) }
  if (notice.change === 'resolved') return { ...event, event_action: 'resolve' }
  const project = projectOf(notice)
  const { facts, links } = wordingOf(sending)
  return {
    ...event,
    event_action: 'trigger',
    client: 'Navish',
    client_url: sending.pageUrl,
    links: links.map(({ label, url }) => ({ href: url, text: label })),
    payload: {
      summary: summaryOf(notice),
      source: project ?? (cleanLine(alert.integration, 100) || 'Sentry'),
      // The same four words as ours.
      severity: alert.severity,
      timestamp: new Date(notice.at).toISOString(),
      ...(project !== null && { group: project }),
      class: alert.kind,
      custom_details: {
        ...Object.fromEntries(facts.map(({ name, value }) => [name, value])),
        Reason: reasonOf(notice),
        Description: descriptionOf(notice),
        'Dedup key': cleanLine(alert.dedupKey, 200),
      },
    },
  }
}

/** What the alert is and not what happened to it: there it is the name of what may go on for days. */
function summaryOf(notice: Notice): string {
  const project = projectOf(notice)
  const where = project === null ? '' : ` · ${project}`
  return cleanLine(`[${notice.alert.severity}] ${titleOf(notice)}${where}`, 1024)
}

/**
 * What connects a trigger with its resolve. Made of what never changes: an alert keeps its id and its dedup key, while its integration may
 * be renamed. The id alone would not do where two installations share a routing key.
 */
function dedupKeyOf({ alert }: Notice): string {
  return cleanLine(`navish-${alert.id}-${alert.dedupKey}`, 255)
}
