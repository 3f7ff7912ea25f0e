import { Shape } from '../../contract/shapes.ts'
import { exchange } from '../exchange.ts'
import { fitted } from '../fitting.ts'
import type { Notifier } from '../notifier.ts'
import { Address, Secret, secretsOf } from '../settings.ts'
import { headlineOf, wordingOf, type Mood, type Wording } from '../wording.ts'

const settings = Shape({
  webhookUrl: Secret(
    Address('that of a workflow with the trigger "When a Teams webhook request is received"'),
  ),
})

/**
 * Microsoft Teams, by a workflow of Power Automate, which posts an Adaptive Card:
 * https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using. It answers 202 once it has
 * the card: sent is what that means here, though the workflow may still fail, which only its run history tells.
 */
export const teams: Notifier<typeof settings> = {
  settings,
  digests: true,
  isIdempotent: false,
  async send(sending) {
    const { sent } = await exchange(sending.outbound, {
      name: 'The Teams workflow',
      url: sending.settings.webhookUrl,
      body: messageOf(wordingOf(sending)),
      secrets: secretsOf(settings, sending.settings),
    })
    return sent
  },
}

/** Far below the 28 KB that a message may have: https://learn.microsoft.com/en-us/connectors/teams/#known-issues-and-limitations */
function messageOf(wording: Wording) {
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body: [
            textOf([
              {
                text: headlineOf(wording),
                weight: 'Bolder',
                size: 'Medium',
                color: colours[wording.mood],
              },
            ]),
            ...wording.lines.map((text) => textOf([{ text }])),
            ...wording.facts.map(({ name, value }) =>
              textOf([{ text: `${name}: `, isSubtle: true }, { text: value }]),
            ),
          ],
          actions: wording.links.map(({ label, url }) => ({
            type: 'Action.OpenUrl',
            title: label,
            url,
          })),
        },
      },
    ],
  }
}

interface Run {
  text: string
  weight?: string
  size?: string
  color?: string
  isSubtle?: boolean
}

/**
 * Text runs, because nothing in them is Markdown, as it is in a TextBlock and in a FactSet, where a sender could write a link that says
 * another place than it leads to: https://learn.microsoft.com/en-us/adaptive-cards/authoring-cards/text-features
 */
function textOf(runs: readonly Run[]) {
  return {
    type: 'RichTextBlock',
    inlines: runs.map((run) => ({ type: 'TextRun', ...run, text: fitted(run.text, 500) })),
  }
}

const colours: Record<Mood, string> = {
  critical: 'Attention',
  error: 'Attention',
  warning: 'Warning',
  info: 'Accent',
  resolved: 'Good',
}
