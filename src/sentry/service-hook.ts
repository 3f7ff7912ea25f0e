import { Type } from '@sinclair/typebox'
import { compile } from '../core/schema.ts'
import { anyId } from './identity.ts'
import { issueSignal } from './issue.ts'
import { isJson, objectIn, textIn, timeIn } from './json.ts'
import { levelTag, severityFrom } from './content.ts'
import type { Shape } from './shape.ts'
import { cleanLink } from '../core/text.ts'

const schema = compile(Type.Object({ group: Type.Object({ id: anyId('group.id') }) }))

/** A service hook (`event.alert`): `{project, group, event}`, where the group is the issue. It never resolves anything. */
export const serviceHookShape: Shape = {
  name: 'service_hook',
  looksLike: (body) =>
    !('data' in body) && isJson(body['group']) && (isJson(body['event']) || 'project' in body),
  fault: schema.fault,
  read(body, place) {
    const group = objectIn(body, 'group')
    const event = objectIn(body, 'event')
    const seen = timeIn(event, 'dateCreated') ?? timeIn(group, 'lastSeen')
    const signal = issueSignal('fire', group, place(seen, 0), { said: 'A service hook fired' })
    return {
      signals: [
        {
          ...signal,
          content: {
            ...signal.content,
            url: signal.content.url ?? cleanLink(group['url']) ?? cleanLink(event['url']),
            ...severityFrom(textIn(group, 'level'), levelTag(event)),
          },
        },
      ],
    }
  },
}
