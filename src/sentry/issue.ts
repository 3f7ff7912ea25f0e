import { Type } from '@sinclair/typebox'
import { compile } from '../core/schema.ts'
import type { Content, Signal } from '../core/signal.ts'
import { cleanLink } from '../core/text.ts'
import { descriptionOf, metadataTitle, projectIn, severityFrom, titleOf } from './content.ts'
import { actionText, anyId } from './identity.ts'
import { idIn, isJson, objectIn, textIn, timeIn, wordsIn, type Json } from './json.ts'
import type { Shape } from './shape.ts'

const schema = compile(
  Type.Object({
    action: actionText,
    data: Type.Object({ issue: Type.Object({ id: anyId('data.issue.id') }) }),
  }),
)

/** The `issue` resource: created, resolved, assigned, ignored (older: archived), unresolved. */
export const issueShape: Shape = {
  name: 'issue',
  looksLike: (body) => isJson(objectIn(body, 'data')['issue']),
  fault: schema.fault,
  read(body, place) {
    const data = objectIn(body, 'data')
    const issue = objectIn(data, 'issue')
    const seen = timeIn(issue, 'lastSeen') ?? timeIn(issue, 'firstSeen')
    switch (body['action']) {
      case 'created':
        return fire('New issue in Sentry')
      case 'triggered':
        return fire('Sentry reported the issue')
      case 'unresolved':
        return { signals: [reopened(issue, place(seen, 1), textIn(issue, 'substatus'))] }
      case 'resolved':
        return {
          signals: [
            issueSignal('resolve', issue, place(seen, 1), {
              said: `${actorOf(body)} resolved the issue${how(data)}`,
            }),
          ],
        }
      case 'assigned': {
        const assignee =
          assigneeOf(objectIn(data, 'assignee')) ?? assigneeOf(objectIn(issue, 'assignedTo'))
        if (assignee === null) return { ignored: 'It does not say to whom the issue was assigned.' }
        return {
          signals: [
            issueSignal('assign', issue, place(seen, 1), {
              said: `${actorOf(body)} assigned the issue to ${assignee}`,
              assignee,
            }),
          ],
        }
      }
      case 'ignored':
      case 'archived': {
        const archive = archiveOf(issue)
        const said = `${actorOf(body)} archived the issue${untilWhen(archive)}`
        return { signals: [issueSignal('archive', issue, place(seen, 1), { said, archive })] }
      }
      default:
        return {
          ignored: `Nothing follows from the issue action "${wordsIn(body, 'action') ?? ''}".`,
        }
    }

    function fire(said: string) {
      return { signals: [issueSignal('fire', issue, place(seen, 0), { said })] }
    }
  },
}

/** A signal about the alert of this issue, with what the issue object says of it. */
export function issueSignal(
  kind: Signal['kind'],
  issue: Json,
  position: Signal['position'],
  more: Pick<Signal, 'said'> & Partial<Signal>,
): Signal {
  return {
    kind,
    dedupKey: `sentry-issue-${idIn(issue, 'id')}`,
    alertKind: 'issue',
    position,
    content: issueContent(issue),
    assignee: null,
    archive: null,
    reopening: null,
    ...more,
  }
}

/** The reopen signal of an issue; `change` is its substatus or the name of the activity. */
export function reopened(issue: Json, position: Signal['position'], change: string | null): Signal {
  const reopening = Object.hasOwn(reopenings, change ?? '') ? reopenings[change ?? ''] : undefined
  return issueSignal('reopen', issue, position, {
    said: `The issue ${reopening ?? 'was re-opened'} in Sentry`,
    reopening: reopening ?? null,
  })
}

const reopenings: Record<string, 'regressed' | 'escalated'> = {
  regressed: 'regressed',
  status_regression: 'regressed',
  escalating: 'escalated',
  status_escalating: 'escalated',
}

/** Sentry serializes webhooks as nobody, so `permalink` is null in every capture; `web_url` joined between 2025 and July 2026. */
function issueContent(issue: Json): Content {
  return {
    title: titleOf(textIn(issue, 'title'), metadataTitle(issue), textIn(issue, 'shortId')),
    description: descriptionOf(
      textIn(issue, 'culprit'),
      textIn(objectIn(issue, 'metadata'), 'value'),
    ),
    url: cleanLink(issue['permalink']) ?? cleanLink(issue['web_url']),
    project: projectIn(issue),
    ...severityFrom(textIn(issue, 'level')),
  }
}

function actorOf(body: Json): string {
  const actor = objectIn(body, 'actor')
  return actor['type'] === 'user' ? (wordsIn(actor, 'name') ?? 'Somebody') : 'Sentry'
}

function how(data: Json): string {
  const type = wordsIn(data, 'resolution_type')
  return type === null || type === 'now' ? '' : ` (${type.replaceAll('_', ' ')})`
}

function assigneeOf(assignee: Json): string | null {
  const name = wordsIn(assignee, 'name') ?? wordsIn(assignee, 'email')
  return name !== null && assignee['type'] === 'team' ? `#${name.replace(/^#/, '')}` : name
}

function untilWhen({ reason, until }: NonNullable<Signal['archive']>): string {
  if (until !== null) return ` until ${new Date(until).toISOString()}`
  return reason.replace(/^archived in Sentry/, '')
}

/** Sentry gives no conditions for the two most common ways of archiving, only the substatus. */
function archiveOf(issue: Json): NonNullable<Signal['archive']> {
  const details = objectIn(issue, 'statusDetails')
  const until = timeIn(details, 'ignoreUntil')
  const ways: Record<string, string> = {
    archived_until_escalating: 'archived in Sentry until it escalates',
    archived_forever: 'archived in Sentry for good',
    archived_until_condition_met: 'archived in Sentry until a condition is met',
  }
  return { reason: ways[textIn(issue, 'substatus') ?? ''] ?? 'archived in Sentry', until }
}
