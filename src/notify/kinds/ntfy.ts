import { Type } from '@sinclair/typebox'
import { Shape, Text } from '../../contract/shapes.ts'
import { authorizationOf } from '../authorization.ts'
import { exchange } from '../exchange.ts'
import { bytes, fitted } from '../fitting.ts'
import { secretsIn } from '../headers.ts'
import type { Notifier } from '../notifier.ts'
import { bodyOf, threadedOf } from '../reply.ts'
import { Address, baseOf, Key, Secret, secretsOf } from '../settings.ts'
import { wordingOf, type Mood, type Wording } from '../wording.ts'

const serverUrl = 'https://ntfy.sh'

const settings = Shape({
  serverUrl: Type.Optional(Address('that of the server, without a topic', serverUrl)),
  topic: Secret(
    Type.String({
      pattern: '^[-_A-Za-z0-9]{1,64}$',
      description:
        'the topic, 1 to 64 letters, digits, - and _; who knows it can read it where no token is needed',
    }),
  ),
  token: Type.Optional(Secret(Key('an access token, such as tk_…; goes before user and password'))),
  user: Type.Optional(Text(200, 'the user, where there is no token')),
  password: Type.Optional(Secret(Text(200, 'the password of the user'))),
})

/** ntfy: https://docs.ntfy.sh/publish/#publish-as-json. What follows takes the place of what was said first. */
export const ntfy: Notifier<typeof settings> = {
  settings,
  digests: true,
  // `sequence_id` makes a repeated attempt take the place of the first, but it sounds again; servers before 2.16 do not know it.
  isIdempotent: false,
  async send(sending) {
    const sequence = sequenceOf(sending.thread) ?? sending.key
    const headers = authorizationOf(sending.settings)
    const { sent } = await exchange(sending.outbound, {
      name: 'ntfy',
      url: `${baseOf(sending.settings.serverUrl ?? serverUrl)}/`,
      headers,
      body: {
        topic: sending.settings.topic,
        sequence_id: sequence,
        ...messageOf(wordingOf(sending)),
      },
      secrets: [...secretsOf(settings, sending.settings), ...secretsIn(headers)],
    })
    return 'digest' in sending.notice ? sent : threadedOf(sent, { sequence })
  },
}

/**
 * Plain text, as long as nobody asks for Markdown. A message of more than 4,096 bytes would become a file:
 * https://docs.ntfy.sh/publish/#limitations
 */
function messageOf(wording: Wording) {
  const [page, ...others] = wording.links
  const facts = wording.facts.map(({ name, value }) => `${name}: ${value}`)
  return {
    title: fitted(`${wording.happened}: ${wording.title}`, 250, { size: bytes }),
    message: fitted([...wording.lines, ...facts].join('\n'), 3500, { size: bytes }),
    // Those that ntfy knows stand before the title as an emoji: https://docs.ntfy.sh/emojis/
    tags: [tags[wording.mood]],
    priority: priorities[wording.mood],
    click: page.url,
    actions: others.map(({ label, url }) => ({ action: 'view', label, url })),
  }
}

function sequenceOf(thread: string | null): string | null {
  const { sequence } = bodyOf(thread ?? '')
  return typeof sequence === 'string' ? sequence : null
}

const tags: Record<Mood, string> = {
  critical: 'rotating_light',
  error: 'red_circle',
  warning: 'warning',
  info: 'information_source',
  resolved: 'white_check_mark',
}

/** 5 is the loudest: https://docs.ntfy.sh/publish/#message-priority */
const priorities: Record<Mood, number> = { critical: 5, error: 4, warning: 3, info: 2, resolved: 2 }
