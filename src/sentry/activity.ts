import { Type } from '@sinclair/typebox'
import { compile } from '../core/schema.ts'
import { actionText, anyId } from './identity.ts'
import { issueSignal, reopened } from './issue.ts'
import { isJson, objectIn, timeIn, wordsIn } from './json.ts'
import type { Shape } from './shape.ts'

const schema = compile(
  Type.Object({
    action: actionText,
    data: Type.Object({
      issue: Type.Object({ id: anyId('data.issue.id') }),
      activity: Type.Object({
        type: Type.String({ description: 'the kind of activity, such as "status_resolved"' }),
      }),
    }),
  }),
)

const reopening = new Set(['status_regression', 'status_unresolved', 'status_escalating'])

/**
 * The `activity_alert` resource (since 2026). Its action is always "triggered" and the issue is always there, also when the
 * activity is a resolve: only `activity.type` says what happened.
 */
export const activityShape: Shape = {
  name: 'activity_alert',
  looksLike: (body) => isJson(objectIn(body, 'data')['activity']),
  fault: schema.fault,
  read(body, place) {
    const data = objectIn(body, 'data')
    const issue = objectIn(data, 'issue')
    const type = wordsIn(objectIn(data, 'activity'), 'type') ?? ''
    const seen = timeIn(issue, 'lastSeen') ?? timeIn(issue, 'firstSeen')
    if (type.startsWith('status_resolved')) {
      const how = type.slice('status_resolved'.length).replaceAll('_', ' ')
      return {
        signals: [
          issueSignal('resolve', issue, place(seen, 1), {
            said: `The issue was resolved in Sentry${how}`,
          }),
        ],
      }
    }
    if (reopening.has(type)) return { signals: [reopened(issue, place(seen, 1), type)] }
    return { ignored: `Nothing follows from the activity "${type}".` }
  },
}
