import { alertmanager } from './kinds/alertmanager.ts'
import { apprise } from './kinds/apprise.ts'
import { discord } from './kinds/discord.ts'
import { email } from './kinds/email.ts'
import { gotify } from './kinds/gotify.ts'
import { mattermost } from './kinds/mattermost.ts'
import { ntfy } from './kinds/ntfy.ts'
import { pagerduty } from './kinds/pagerduty.ts'
import { slack } from './kinds/slack.ts'
import { teams } from './kinds/teams.ts'
import { telegram } from './kinds/telegram.ts'
import { webhook } from './kinds/webhook.ts'
import type { Notifier } from './notifier.ts'

/** What a channel can be, by the word that its settings are kept under. */
export const notifiers = {
  alertmanager,
  apprise,
  discord,
  email,
  gotify,
  mattermost,
  ntfy,
  pagerduty,
  slack,
  teams,
  telegram,
  webhook,
} satisfies Record<string, Notifier>
