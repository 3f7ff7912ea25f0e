import { Type } from '@sinclair/typebox'
import { compile } from '../core/schema.ts'
import type { Content } from '../core/signal.ts'
import { cleanLink } from '../core/text.ts'
import {
  descriptionOf,
  levelTag,
  metadataTitle,
  projectOf,
  severityFrom,
  titleOf,
} from './content.ts'
import { actionText } from './identity.ts'
import { idIn, isJson, objectIn, textIn, timeIn, wordsIn, type Json } from './json.ts'
import type { Shape } from './shape.ts'

const schema = compile(
  Type.Object({ action: actionText, data: Type.Object({ event: Type.Object({}) }) }),
)

/** The `event_alert` resource: an issue alert rule fired. It never resolves anything. */
export const eventAlertShape: Shape = {
  name: 'event_alert',
  looksLike: (body) => isJson(objectIn(body, 'data')['event']),
  fault(body) {
    const fault = schema.fault(body)
    if (fault !== null || issueIdOf(objectIn(objectIn(body, 'data'), 'event')) !== null)
      return fault
    return 'data.event names no issue: issue_id, issue_url and web_url are all missing.'
  },
  read(body, place) {
    if (body['action'] !== 'triggered') {
      return {
        ignored: `Nothing follows from the alert rule action "${wordsIn(body, 'action') ?? ''}".`,
      }
    }
    const data = objectIn(body, 'data')
    const event = objectIn(data, 'event')
    const rule = wordsIn(data, 'triggered_rule')
    return {
      signals: [
        {
          kind: 'fire',
          dedupKey: `sentry-issue-${issueIdOf(event)}`,
          alertKind: 'issue',
          position: place(timeIn(event, 'datetime') ?? timeIn(event, 'timestamp'), 0),
          said: rule === null ? 'An alert rule fired' : `The alert rule "${rule}" fired`,
          content: eventContent(event),
          assignee: null,
          archive: null,
          reopening: null,
        },
      ],
    }
  },
}

function eventContent(event: Json): Content {
  const occurrence = objectIn(event, 'occurrence')
  const logEntry = objectIn(event, 'logentry')
  return {
    title: titleOf(
      textIn(event, 'title'),
      metadataTitle(event),
      textIn(occurrence, 'issueTitle'),
      textIn(event, 'message'),
      textIn(logEntry, 'formatted'),
      textIn(logEntry, 'message'),
    ),
    description: descriptionOf(
      textIn(event, 'culprit'),
      textIn(occurrence, 'subtitle'),
      textIn(objectIn(event, 'metadata'), 'value'),
    ),
    url: cleanLink(event['web_url']),
    project: projectFromUrl(textIn(event, 'url')),
    ...severityFrom(textIn(event, 'level'), levelTag(event), textIn(occurrence, 'level')),
  }
}

/** The project is only a number in an event; its slug stands in the API address `…/projects/<org>/<project>/events/…`. */
function projectFromUrl(url: string | null) {
  const slug = url === null ? undefined : /\/projects\/[^/]+\/([\w.-]+)\/events\//.exec(url)?.[1]
  return projectOf(slug?.slice(0, 200) ?? null, null)
}

/** Old versions have no `issue_id`; the id stands in `…/issues/<id>/`, with or without the organization before it. */
function issueIdOf(event: Json): string | null {
  const id = idIn(event, 'issue_id')
  if (id !== null) return id.length <= 256 ? id : null
  for (const field of ['issue_url', 'web_url']) {
    const found = /\/issues\/(\d{1,64})(?:[/?#]|$)/.exec(textIn(event, field) ?? '')?.[1]
    if (found !== undefined) return found
  }
  return null
}
