import { createHmac } from 'node:crypto'

/** The client secret that signed requests in the tests are signed with. */
export const clientSecret = 'a client secret of the tests'

/** A request as a sender makes it. */
export interface Sent {
  headers: Record<string, string>
  body: string | Uint8Array<ArrayBuffer>
}

type Fields = Record<string, unknown>

let requests = 0

/** A request with the headers that the integration platform sends, over exactly these bytes. */
export function fromSentry(
  resource: string,
  body: unknown,
  headers: Record<string, string> = {},
): Sent {
  requests += 1
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return {
    headers: {
      'Content-Type': 'application/json',
      'Request-ID': requests.toString(16).padStart(32, '0'),
      'Sentry-Hook-Resource': resource,
      'Sentry-Hook-Timestamp': '1788256800',
      'Sentry-Hook-Signature': createHmac('sha256', clientSecret).update(text).digest('hex'),
      'User-Agent': 'sentry/26.9.0 (https://sentry.io)',
      ...headers,
    },
    body: text,
  }
}

/** A request with none of Sentry's headers: curl, a script, GlitchTip. */
export function handMade(body: unknown, headers: Record<string, string> = {}): Sent {
  return {
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
}

/** What the issue object of a webhook looks like, with what a test wants to be different. */
export function anIssue(fields: Fields = {}): Fields {
  return {
    id: '4711',
    shortId: 'SHOP-2B',
    title: 'TypeError: cart is undefined',
    culprit: 'checkout.total',
    permalink: null,
    web_url: 'https://acme.sentry.io/issues/4711/',
    url: 'https://sentry.io/api/0/organizations/acme/issues/4711/',
    logger: null,
    level: 'error',
    status: 'unresolved',
    statusDetails: {},
    substatus: 'new',
    project: { id: '7', name: 'Web shop', slug: 'shop', platform: 'javascript' },
    metadata: { type: 'TypeError', value: 'cart is undefined' },
    count: '3',
    userCount: 2,
    firstSeen: '2026-09-01T08:00:00.000000Z',
    lastSeen: '2026-09-01T08:00:00.000000Z',
    assignedTo: null,
    ...fields,
  }
}

const sentryActor = { type: 'application', id: 'sentry', name: 'Sentry' }
export const jane = { type: 'user', id: 99, name: 'Jane Roe' }

/** An `issue` webhook. */
export function issueHook(
  action: string,
  issue: Fields = {},
  { data = {}, headers = {} }: { data?: Fields; headers?: Record<string, string> } = {},
): Sent {
  const body = {
    action,
    installation: { uuid: 'a8e5d37a-696c-4c54-adb5-b3f28d64c7de' },
    data: { issue: anIssue(issue), ...data },
    actor: action === 'resolved' || action === 'assigned' ? jane : sentryActor,
  }
  return fromSentry('issue', body, headers)
}

/** An `event_alert` webhook: an alert rule fired for an event of the issue. */
export function eventAlertHook(event: Fields = {}, headers: Record<string, string> = {}): Sent {
  return fromSentry(
    'event_alert',
    {
      action: 'triggered',
      data: {
        event: {
          event_id: '9fac2ceed9344f2bbfdd1fdacb0ed9b1',
          project: 7,
          title: 'TypeError: cart is undefined',
          message: '',
          level: 'error',
          culprit: 'checkout.total',
          datetime: '2026-09-01T08:05:00.000000Z',
          timestamp: 1788249900.0,
          tags: [['level', 'error']],
          metadata: {},
          url: 'https://sentry.io/api/0/projects/acme/shop/events/9fac2ceed9344f2bbfdd1fdacb0ed9b1/',
          web_url: 'https://acme.sentry.io/issues/4711/events/9fac2ceed9344f2bbfdd1fdacb0ed9b1/',
          issue_url: 'https://sentry.io/api/0/organizations/acme/issues/4711/',
          issue_id: '4711',
          ...event,
        },
        triggered_rule: 'Page the shop team',
      },
      actor: sentryActor,
    },
    headers,
  )
}

/** A `metric_alert` webhook. */
export function metricHook(
  action: string,
  metric: Fields = {},
  { data = {}, headers = {} }: { data?: Fields; headers?: Record<string, string> } = {},
): Sent {
  const codes: Record<string, number> = { critical: 20, warning: 10, open: 1, resolved: 2 }
  return fromSentry(
    'metric_alert',
    {
      action,
      data: {
        metric_alert: {
          id: '31',
          identifier: '12',
          projects: ['shop'],
          alert_rule: { id: '5', name: 'Too many errors' },
          status: codes[action] ?? 0,
          title: 'Too many errors',
          date_started: '2026-09-01T08:00:00.000000Z',
          date_closed: null,
          ...metric,
        },
        description_text: '150.0 events in the last 60 minutes',
        description_title: `${action}: Too many errors`,
        web_url: 'https://acme.sentry.io/alerts/rules/details/5/?alert=12',
        ...data,
      },
      actor: sentryActor,
    },
    headers,
  )
}

/** An `activity_alert` webhook; its action is always "triggered". */
export function activityHook(type: string, issue: Fields = {}): Sent {
  return fromSentry('activity_alert', {
    action: 'triggered',
    data: {
      issue: anIssue(issue),
      activity: { type, details: {} },
      alert: { id: 8, title: 'Workflow', sentry_app_id: 5 },
    },
    actor: sentryActor,
  })
}

/** The flat body of the legacy webhook plugin, with the headers it comes with. */
export function legacyHook(fields: Fields = {}): Sent {
  return handMade(
    {
      id: '4711',
      project: 'shop',
      project_name: 'Web shop',
      project_slug: 'shop',
      logger: null,
      level: 'error',
      culprit: 'checkout.total',
      message: '',
      url: 'https://acme.sentry.io/issues/4711/?referrer=webhooks_plugin',
      triggering_rules: ['Page the shop team'],
      event: {
        event_id: '9fac2ceed9344f2bbfdd1fdacb0ed9b1',
        title: 'TypeError: cart is undefined',
        level: 'error',
        timestamp: 1788249900.0,
        tags: [['level', 'error']],
        metadata: {},
      },
      ...fields,
    },
    { 'User-Agent': 'sentry/26.9.0 (https://sentry.io)' },
  )
}
