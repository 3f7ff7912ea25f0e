import type { ChannelKindView } from '../../contract/channels.ts'
import { labelOf } from './setting-fields.ts'

const names: Record<string, string> = {
  alertmanager: 'Alertmanager',
  apprise: 'Apprise',
  discord: 'Discord',
  email: 'E-mail',
  gotify: 'Gotify',
  mattermost: 'Mattermost',
  ntfy: 'ntfy',
  opsgenie: 'Opsgenie',
  pagerduty: 'PagerDuty',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  telegram: 'Telegram',
  webhook: 'Webhook',
}

/** What a kind of channel is called. */
export function kindName(kind: string): string {
  return names[kind] ?? labelOf(kind)
}

const says: Record<string, string> = {
  alertmanager: 'Hands alerts to Prometheus Alertmanager, which tells people by its own routes.',
  apprise: 'Whatever your Apprise server knows, by one of its keys.',
  discord: 'Messages in a channel of a Discord server.',
  email: 'Mails to a few addresses, by your own mail server.',
  gotify: 'Push messages by your own Gotify server.',
  mattermost: 'Messages in a Mattermost channel.',
  ntfy: 'Push messages to phones, by ntfy.sh or your own server.',
  opsgenie: 'Wakes up whoever is on call, and ends it when the alert is resolved.',
  pagerduty: 'Wakes up whoever is on call, and ends it when the alert is resolved.',
  slack: 'Messages in a Slack channel, by a webhook or a bot.',
  teams: 'Messages in a channel of Microsoft Teams, by a workflow.',
  telegram: 'Messages of a Telegram bot, to a person or a group.',
  webhook: 'Signed requests to any server: your own, n8n, Zapier …',
}

/** What one gets from it, in a sentence. */
export function kindInWords({ kind, digests }: ChannelKindView): string {
  const usual = digests ? 'Messages about alerts.' : 'Opens and closes an alert for each one here.'
  return says[kind] ?? usual
}
