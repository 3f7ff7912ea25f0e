import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  activityHook,
  anIssue,
  eventAlertHook,
  fromSentry,
  handMade,
  issueHook,
  legacyHook,
  metricHook,
  type Sent,
} from '../support/requests.ts'

export type Json = Record<string, unknown>

/** A request that is right, which the mutations start from. */
export interface Base {
  name: string
  headers: Record<string, string>
  body: Json
  /** Paths of what identifies it: whatever happens elsewhere in the body, it must be taken. */
  identity: string[]
}

/** What identifies a body, by the field of it that is there; the first that fits counts. */
const identities: [field: string, identity: string[]][] = [
  ['data.metric_alert', ['action', 'data.metric_alert.id']],
  ['data.activity', ['action', 'data.issue.id', 'data.activity.type']],
  ['data.issue', ['action', 'data.issue.id']],
  ['data.event', ['action', 'data.event.issue_id', 'data.event.issue_url', 'data.event.web_url']],
  ['group', ['group.id', 'event', 'project']],
  ['attachments', ['text', 'attachments']],
  ['triggering_rules', ['id', 'event', 'url', 'triggering_rules']],
]

/** The resources that need something in the body to be understood. */
const alerting = ['issue', 'event_alert', 'metric_alert', 'activity_alert']

export function valueAt(body: unknown, path: string): unknown {
  let value = body
  for (const field of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Json)[field]
  }
  return value
}

function baseOf(name: string, { headers, body }: Sent): Base {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
  const parsed = JSON.parse(text) as Json
  const resource = new Headers(headers).get('sentry-hook-resource')
  const identity =
    resource !== null && !alerting.includes(resource)
      ? []
      : (identities.find(([field]) => valueAt(parsed, field) !== undefined)?.[1] ?? ['data'])
  return { name, headers, body: parsed, identity }
}

const group = {
  project: { slug: 'shop', name: 'Web shop' },
  group: { id: '4711', title: 'TypeError', lastSeen: '2026-09-01T08:00:00Z', url: 'https://x.y/' },
  event: { dateCreated: '2026-09-01T08:00:00Z', tags: [{ key: 'level', value: 'error' }] },
}
const glitchtip = {
  text: 'GlitchTip Alert',
  attachments: [
    {
      title: 'TypeError: cart is undefined',
      title_link: 'https://glitchtip.example/acme/issues/4711',
      text: 'checkout.total',
      color: '#e52b50',
      fields: [{ title: 'Project', value: 'shop', short: true }],
    },
    {
      title: 'The site',
      title_link: 'https://glitchtip.example/acme/uptime-monitors/3',
      text: 'The monitored site has gone down.',
    },
  ],
}
const archived = {
  substatus: 'archived_until_condition_met',
  statusDetails: { ignoreUntil: '2026-09-02T08:00:00Z' },
}

/** One request of each kind that a Sentry URL meets, and those of the corpus where there is one. */
export function fuzzBases(): Base[] {
  const assignee = { type: 'user', id: 99, name: 'Jane Roe', email: 'jane@example.org' }
  const own: [string, Sent][] = [
    ['issue created', issueHook('created', { metadata: { type: 'A', value: 'b' } })],
    ['issue resolved', issueHook('resolved', {}, { data: { resolution_type: 'in_next_release' } })],
    ['issue assigned', issueHook('assigned', {}, { data: { assignee } })],
    ['issue ignored', issueHook('ignored', archived)],
    ['issue unresolved', issueHook('unresolved', { substatus: 'regressed' })],
    ['event alert', eventAlertHook({ occurrence: { issueTitle: 't', level: 'error' } })],
    ['metric critical', metricHook('critical')],
    ['metric resolved', metricHook('resolved')],
    ['activity resolved', activityHook('status_resolved_in_release')],
    ['activity regression', activityHook('status_regression')],
    ['legacy', legacyHook()],
    ['service hook', handMade(group)],
    ['glitchtip', handMade(glitchtip)],
    ['comment', fromSentry('comment', { action: 'created', data: { comment: 'hi' } })],
    ['installation', fromSentry('installation', { action: 'created', data: { installation: {} } })],
    ['unknown', fromSentry('something new', { action: 'made', data: { issue: anIssue() } })],
  ]
  return [...own.map(([name, sent]) => baseOf(name, sent)), ...corpus()]
}

function corpus(): Base[] {
  const folder = process.env['NAVISH_TEST_CORPUS']
  if (folder === undefined || folder === '') return []
  const files = readdirSync(join(folder, 'fixtures')).filter((file) => file.endsWith('.json'))
  return files.toSorted().map((file) => {
    const { name, headers, body } = JSON.parse(
      readFileSync(join(folder, 'fixtures', file), 'utf8'),
    ) as { name: string; headers: Record<string, string>; body: Json }
    return baseOf(name, { headers, body: JSON.stringify(body) })
  })
}
