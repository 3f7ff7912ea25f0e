import { Type } from '@sinclair/typebox'
import { compile } from '../core/schema.ts'
import type { Content } from '../core/signal.ts'
import { cleanLine, cleanLink } from '../core/text.ts'
import {
  descriptionOf,
  levelTag,
  metadataTitle,
  projectOf,
  severityFrom,
  titleOf,
} from './content.ts'
import { anyId } from './identity.ts'
import { idIn, isJson, objectIn, textIn, timeIn, wordsIn, type Json } from './json.ts'
import type { Shape } from './shape.ts'

const schema = compile(Type.Object({ id: anyId('id') }))

/**
 * The legacy "WebHooks" plugin of a project, and the service that replaced it in 2026 with the same body: flat, unsigned, sent
 * only when an alert rule fires. It never resolves anything.
 */
export const legacyShape: Shape = {
  name: 'legacy',
  looksLike: (body) =>
    !('data' in body) &&
    (isJson(body['event']) || 'triggering_rules' in body || 'url' in body) &&
    !('group' in body) &&
    !('attachments' in body),
  fault: schema.fault,
  read(body, place) {
    const event = objectIn(body, 'event')
    return {
      signals: [
        {
          kind: 'fire',
          dedupKey: `sentry-issue-${idIn(body, 'id')}`,
          alertKind: 'issue',
          position: place(timeIn(event, 'datetime') ?? timeIn(event, 'timestamp'), 0),
          said: saidBy(body),
          content: legacyContent(body, event),
          assignee: null,
          archive: null,
          reopening: null,
        },
      ],
    }
  },
}

function saidBy(body: Json): string {
  const rules = Array.isArray(body['triggering_rules'])
    ? (body['triggering_rules'] as unknown[]).filter((rule) => typeof rule === 'string')
    : []
  if (rules.length === 0) return 'The legacy webhook sent an event without a rule'
  return `The legacy webhook sent an event for ${cleanLine(rules.map((rule) => `"${rule}"`).join(', '), 200)}`
}

function legacyContent(body: Json, event: Json): Content {
  return {
    title: titleOf(
      textIn(event, 'title'),
      textIn(body, 'message'),
      metadataTitle(event),
      textIn(body, 'culprit'),
    ),
    description: descriptionOf(textIn(body, 'culprit'), textIn(body, 'message')),
    url: cleanLink(body['url']),
    project: projectOf(
      wordsIn(body, 'project_slug') ?? wordsIn(body, 'project'),
      wordsIn(body, 'project_name'),
    ),
    ...severityFrom(textIn(body, 'level'), textIn(event, 'level'), levelTag(event)),
  }
}
