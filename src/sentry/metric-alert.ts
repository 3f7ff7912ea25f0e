import { Type } from '@sinclair/typebox'
import { compile } from '../core/schema.ts'
import type { Content, Signal } from '../core/signal.ts'
import { cleanLine, cleanLink } from '../core/text.ts'
import { descriptionOf, projectOf, severityBecause, titleOf } from './content.ts'
import { actionText, anyId } from './identity.ts'
import { idIn, isJson, objectIn, textIn, wordsIn, type Json } from './json.ts'
import type { Shape } from './shape.ts'

const schema = compile(
  Type.Object({
    action: actionText,
    data: Type.Object({ metric_alert: Type.Object({ id: anyId('data.metric_alert.id') }) }),
  }),
)

type MetricStatus = 'critical' | 'warning' | 'open' | 'resolved'

/**
 * The `metric_alert` resource. `data.metric_alert.id` is one outage: the next outage of the same rule has another id, so what
 * is resolved stays resolved whatever arrives late. That is why its position in time is always 0.
 */
export const metricAlertShape: Shape = {
  name: 'metric_alert',
  looksLike: (body) => isJson(objectIn(body, 'data')['metric_alert']),
  fault: schema.fault,
  read(body, place) {
    const data = objectIn(body, 'data')
    const metric = objectIn(data, 'metric_alert')
    const status = statusOf(body['action'], metric['status'])
    if (status === null) {
      return {
        ignored: `Nothing follows from the metric alert action "${wordsIn(body, 'action') ?? ''}" with this status.`,
      }
    }
    const kind: Signal['kind'] = status === 'resolved' ? 'resolve' : 'fire'
    return {
      signals: [
        {
          kind,
          dedupKey: `sentry-metric-${idIn(metric, 'id')}`,
          alertKind: 'metric',
          position: place(0, kind === 'fire' ? 0 : 1),
          said: `Sentry says that the metric alert is ${status}`,
          content: metricContent(data, metric, status, body['action']),
          assignee: null,
          archive: null,
          reopening: null,
        },
      ],
    }
  },
}

/** On the wire `status` is a number; documentation and hand-made calls have the words. The action is the truth where they differ. */
const statusByCode: Record<string, MetricStatus> = {
  1: 'open',
  2: 'resolved',
  10: 'warning',
  20: 'critical',
  open: 'open',
  resolved: 'resolved',
  closed: 'resolved',
  warning: 'warning',
  critical: 'critical',
}

/** A status that says "resolved" in words resolves with any action; the number 2 only where the action does not say that it fires. */
function statusOf(action: unknown, status: unknown): MetricStatus | null {
  const word = typeof status === 'string' ? status.trim().toLowerCase() : null
  if (action === 'resolved' || word === 'resolved') return 'resolved'
  if (action === 'critical' || action === 'warning' || action === 'open') return action
  const code = word ?? (typeof status === 'number' ? String(status) : '')
  return Object.hasOwn(statusByCode, code) ? (statusByCode[code] ?? null) : null
}

function metricContent(data: Json, metric: Json, status: MetricStatus, action: unknown): Content {
  const projects: unknown[] = Array.isArray(metric['projects']) ? metric['projects'] : []
  const slug = projects.find((project) => typeof project === 'string' && project.trim() !== '')
  const heading = textIn(data, 'description_title')
  return {
    title: titleOf(
      textIn(metric, 'title'),
      textIn(objectIn(metric, 'alert_rule'), 'name'),
      heading?.replace(/^(?:critical|warning|resolved|open):\s*/i, '') ?? null,
    ),
    description: descriptionOf(textIn(data, 'description_text'), heading),
    url:
      cleanLink(data['web_url']) ?? cleanLink(metric['permalink']) ?? cleanLink(metric['web_url']),
    project: projectOf(typeof slug === 'string' ? cleanLine(slug, 200) : null, null),
    ...severityOfMetric(status, action, metric['status']),
  }
}

function severityOfMetric(status: MetricStatus, action: unknown, code: unknown) {
  if (status !== 'critical' && status !== 'warning') {
    // An open incident may still carry a status that is worse than its action.
    const worse = typeof code === 'number' || typeof code === 'string' ? statusOf(null, code) : null
    if (worse === 'critical' || worse === 'warning') {
      return severityBecause(worse, statusText(code))
    }
    return severityBecause('info', `the metric status "${status}"`)
  }
  return severityBecause(status, action === status ? `action "${status}"` : statusText(code))
}

function statusText(code: unknown): string {
  return `status ${cleanLine(JSON.stringify(code) ?? '', 40)}`
}
