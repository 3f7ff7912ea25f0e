import type { Tag } from '../contract/operation.ts'

/** What stands at the beginning of the documentation, in CommonMark. */
export const introduction = `Everything that Navish knows and does can be reached by a program that has the right to do so.

**Who asks.** A program sends an API token: \`Authorization: Bearer nva_…\`. A browser that signed in sends its session cookie; what it changes must be asked for by a page of this origin. Roles include each other: a *viewer* reads, an *operator* also acts on alerts, events and deliveries and silences alerts, an *admin* does everything.

**Values.** Bodies are JSON in UTF-8. Times are ISO 8601 in UTC with milliseconds. Ids are opaque texts. What is not described here is not taken: an unknown field is refused.

**Lists** are newest first and come in pages: give \`nextCursor\` as \`cursor\` to get the next one, until it is null. What is new meanwhile does not move what follows.

**Failures** are problems as RFC 9457 describes them (\`application/problem+json\`): \`code\` is stable and for programs, \`detail\` is a sentence for people.

**Two at once.** Every change of a thing gives it a greater \`revision\`; it stands in its \`ETag\`, too. With \`If-Match\` a change is made only when nobody changed the thing meanwhile; else the answer is 412 with what it is now in \`current\`. With \`If-None-Match\` what did not change is answered with 304.

**Retries.** Where asking twice would do something twice, an \`Idempotency-Key\` makes it happen once. Everything else may simply be asked again.

**Request ids.** Every answer has a \`Request-Id\`: the one of the request (there also \`X-Request-Id\`), or a new one. It stands in the log and in the audit log.`

/** What the operations of a tag have in common. */
export const tagTexts: Record<Tag, string> = {
  alerts: 'What is wrong, from its opening to its resolve, and what people do about it.',
  integrations: 'Who may send events: a configured Sentry, with its webhook URL.',
  events: 'Accepted requests of Sentry, and what became of each.',
  channels: 'Where people are told of alerts: a chat, a phone, another program.',
  rules: 'What is told where.',
  silences: 'Of what nobody is told for a time, such as during a deploy.',
  deliveries: 'What was told, and what became of it.',
  statistics: 'Figures over time.',
  storage: 'What is kept, how large it is, and what is removed when.',
  settings: 'What is set for all while the server runs.',
  stream: 'Changes as they happen.',
  'sign-in': 'How people prove who they are.',
  users: 'People who may use this.',
  sessions: 'Browsers that are signed in.',
  tokens: 'API tokens, with which programs prove who they are.',
  audit: 'Who did what, when and from where.',
  intake: 'Where Sentry sends its webhooks.',
  health: 'Whether the server works; for probes.',
}
