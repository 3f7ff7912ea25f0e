import { activityShape } from './activity.ts'
import { eventAlertShape } from './event-alert.ts'
import { glitchtipShape } from './glitchtip.ts'
import { issueShape } from './issue.ts'
import { objectIn, wordsIn, type Json } from './json.ts'
import { legacyShape } from './legacy.ts'
import { metricAlertShape } from './metric-alert.ts'
import { serviceHookShape } from './service-hook.ts'
import type { Shape } from './shape.ts'

/** The shapes of the integration platform, in this order: an activity alert carries an issue too. */
const platformShapes: Shape[] = [metricAlertShape, activityShape, issueShape, eventAlertShape]

/** Those of senders that never name a resource in a header. */
const otherShapes: Shape[] = [serviceHookShape, glitchtipShape, legacyShape]

/** The resources that speak of alerts, with the field of `data` that identifies what they speak of. */
const alerting: Record<string, string> = {
  issue: 'issue',
  event_alert: 'event',
  metric_alert: 'metric_alert',
  activity_alert: 'activity',
}

/** What a body is: a shape that we read, a valid request that means nothing here, or a fault of the sender. */
export type Recognition =
  | { kind: 'shape'; shape: Shape; resource: string; action: string | null }
  | { kind: 'ignored'; reason: string; resource: string; action: string | null }
  | { kind: 'fault'; fault: string }

/**
 * Says what arrived. The shape of the body decides, because Sentry reuses action names between resources and the header may be
 * missing; the header tells a webhook that is broken from one that means nothing here, and Sentry keeps adding those.
 * @param resource the `Sentry-Hook-Resource` header, or null
 */
export function recognise(body: Json, resource: string | null): Recognition {
  const action = wordsIn(body, 'action')
  const shapes = resource === null ? [...platformShapes, ...otherShapes] : platformShapes
  const shape = shapes.find((candidate) => candidate.looksLike(body))
  const fault = shape?.fault(body) ?? null
  if (shape !== undefined && fault === null) {
    return { kind: 'shape', shape, resource: resource ?? shape.name, action }
  }
  if (resource !== null && !Object.hasOwn(alerting, resource)) {
    const reason = `The resource "${resource}" says nothing about alerts.`
    return { kind: 'ignored', reason, resource, action }
  }
  if (fault !== null) return { kind: 'fault', fault }
  if (resource !== null) {
    const missing = `data.${alerting[resource]} is missing, which says what this ${resource} webhook is about.`
    return { kind: 'fault', fault: missing }
  }
  const other = ['error', 'installation', 'comment'].find((name) => name in objectIn(body, 'data'))
  if (other !== undefined) {
    return {
      kind: 'ignored',
      reason: `This ${other} webhook is no alert.`,
      resource: other,
      action,
    }
  }
  return {
    kind: 'fault',
    fault:
      'Nothing in this body is known from Sentry: no data.issue, data.event or data.metric_alert.',
  }
}
