import type { Signal } from '../core/signal.ts'
import type { Severity } from '../core/severity.ts'
import { cleanLink } from '../core/text.ts'
import { descriptionOf, projectOf, severityBecause, titleOf } from './content.ts'
import { isJson, textIn, wordsIn, type Json } from './json.ts'
import type { Place, Shape } from './shape.ts'

/**
 * GlitchTip's "general webhook", shaped like a Slack message. One request may speak of several issues, one attachment each; the
 * only stable id is in `title_link`. Uptime monitors use the same shape and say "gone down" or "back up" in their text.
 */
export const glitchtipShape: Shape = {
  name: 'glitchtip',
  looksLike: (body) =>
    !('data' in body) && typeof body['text'] === 'string' && Array.isArray(body['attachments']),
  fault(body) {
    const attachments = attachmentsOf(body)
    if (attachments.length > mostAttachments) {
      return `It has ${attachments.length} attachments; up to ${mostAttachments} are taken in one message.`
    }
    if (attachments.length === 0 || attachments.some((one) => keyOf(one) !== null)) return null
    return 'None of the attachments has a title_link that says which issue or monitor it is about.'
  },
  read(body, place) {
    const signals = attachmentsOf(body).flatMap((attachment) => signalOf(attachment, place))
    return signals.length > 0
      ? { signals }
      : { ignored: 'The GlitchTip message speaks of no issue and of no change of a monitor.' }
  },
}

/** Many times what GlitchTip sends. All of one message are processed at once, and nothing else meanwhile. */
const mostAttachments = 1000

function attachmentsOf(body: Json): Json[] {
  const { attachments } = body
  return Array.isArray(attachments) ? (attachments as unknown[]).filter(isJson) : []
}

interface Key {
  dedupKey: string
  monitor: boolean
}

function keyOf(attachment: Json): Key | null {
  const link = textIn(attachment, 'title_link')
  if (link === null || link.length > 2048) return null
  const monitor = /\/uptime-monitors\/(\d{1,64})/.exec(link)?.[1]
  if (monitor !== undefined) {
    return { dedupKey: `sentry-metric-uptime-monitor-${monitor}`, monitor: true }
  }
  const issue = /\/issues\/(\d{1,64})/.exec(link)?.[1]
  return { dedupKey: `sentry-issue-${issue ?? link.slice(0, 500)}`, monitor: false }
}

function signalOf(attachment: Json, place: Place): Signal[] {
  const key = keyOf(attachment)
  if (key === null) return []
  const text = textIn(attachment, 'text') ?? ''
  const isUp = key.monitor && /\bback up\b/i.test(text)
  if (key.monitor && !isUp && !/\bdown\b/i.test(text)) return []
  return [
    {
      kind: isUp ? 'resolve' : 'fire',
      dedupKey: key.dedupKey,
      alertKind: key.monitor ? 'metric' : 'issue',
      position: place(null, isUp ? 1 : 0),
      said: key.monitor
        ? `GlitchTip says that the monitored site is ${isUp ? 'back up' : 'down'}`
        : 'GlitchTip reported the issue',
      content: {
        title: titleOf(textIn(attachment, 'title')),
        description: descriptionOf(text),
        url: cleanLink(attachment['title_link']),
        project: projectOf(fieldOf(attachment, 'Project'), null),
        ...severityOfAttachment(attachment, key.monitor),
      },
      assignee: null,
      archive: null,
      reopening: null,
    },
  ]
}

function fieldOf(attachment: Json, title: string): string | null {
  const { fields } = attachment
  if (!Array.isArray(fields)) return null
  const field = (fields as unknown[]).filter(isJson).find((one) => one['title'] === title)
  return field === undefined ? null : wordsIn(field, 'value')
}

/** GlitchTip sends no level, only the colour that it paints for it. */
const severityByColour: Record<string, Severity> = {
  '#e52b50': 'error',
  '#e9b949': 'warning',
  '#4b60b4': 'info',
}

function severityOfAttachment(attachment: Json, monitor: boolean) {
  if (monitor) return severityBecause('error', 'a monitored site being down')
  const colour = textIn(attachment, 'color')?.toLowerCase() ?? ''
  const severity = Object.hasOwn(severityByColour, colour) ? severityByColour[colour] : undefined
  return severity === undefined
    ? severityBecause('info', 'no level and no known colour')
    : severityBecause(severity, `GlitchTip's colour ${colour}`)
}
