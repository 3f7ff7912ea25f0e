import { Shape } from '../../contract/shapes.ts'
import { exchange } from '../exchange.ts'
import { fitted } from '../fitting.ts'
import type { Notifier } from '../notifier.ts'
import { Address, Secret, secretsOf } from '../settings.ts'
import { headlineOf, wordingOf, type Wording } from '../wording.ts'

const settings = Shape({
  webhookUrl: Secret(
    Address('an incoming webhook, such as https://mattermost.example.org/hooks/…'),
  ),
})

/**
 * Mattermost, by an incoming webhook: https://developers.mattermost.com/integrate/webhooks/incoming/. It answers `ok` and not which
 * post it made, so nothing can be changed or answered later.
 */
export const mattermost: Notifier<typeof settings> = {
  settings,
  digests: true,
  isIdempotent: false,
  async send(sending) {
    const { sent } = await exchange(sending.outbound, {
      name: 'Mattermost',
      url: sending.settings.webhookUrl,
      body: { text: textOf(wordingOf(sending)) },
      secrets: secretsOf(settings, sending.settings),
    })
    return sent
  },
}

/** Within 16,383 characters: https://docs.mattermost.com/administration-guide/manage/message-size.html */
function textOf(wording: Wording): string {
  const facts = wording.facts.map(({ name, value }) => `${name}: ${value}`).join(' · ')
  return [
    `**${fitted(headlineOf(wording), 800, { write: escaped })}**`,
    fitted(wording.lines.join('\n'), 5000, { write: escaped }),
    fitted(facts, 2000, { write: escaped }),
    wording.links.map(({ label, url }) => `[${label}](${url})`).join(' · '),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/**
 * A backslash takes the meaning from what it can stand before. What it cannot (mentions, entities, tags, emoji, bare URLs) is parted by
 * a space that has no width.
 */
function escaped(text: string): string {
  return text.replace(/[\\`*{}[\]()#+\-!_>~|]/g, '\\$&').replace(/[@&<:]/g, '$&\u200b')
}
