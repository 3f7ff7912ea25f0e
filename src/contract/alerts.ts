import { Type, type Static } from '@sinclair/typebox'
import { alertStatuses, resolvers } from '../core/alert.ts'
import { severities } from '../core/severity.ts'
import { alertKinds } from '../core/signal.ts'
import { operation } from './operation.ts'
import {
  byId,
  Count,
  Id,
  Meaning,
  Nullable,
  OneOf,
  PageOf,
  paging,
  Revision,
  Shape,
  Text,
  Time,
  TimeOf,
} from './shapes.ts'

export const SnoozeView = Shape(
  {
    until: Nullable(Meaning(Time, 'null: until it is worse')),
    by: OneOf(['sentry', 'user'], 'whether Sentry made it or a person'),
    reason: Nullable(Type.String({ description: 'why, in words' })),
  },
  { description: 'how long to keep quiet' },
)

const alert = {
  id: Id,
  integrationId: Meaning(Id, 'the integration that sent it'),
  dedupKey: Type.String({
    description: 'what it is about: at most one alert of a key is not resolved',
  }),
  kind: OneOf(alertKinds, 'a Sentry issue or a metric alert'),
  status: OneOf(alertStatuses, 'acknowledged: somebody is on it; resolved: it is over for good'),
  severity: OneOf(severities, 'how bad it is, from what Sentry says'),
  title: Type.String({ description: 'what is wrong, as Sentry says it: untrusted text' }),
  description: Nullable(Type.String({ description: 'more of that: untrusted text' })),
  url: Nullable(Type.String({ description: 'where Sentry shows it' })),
  project: Nullable(
    Shape(
      {
        slug: Type.String({ description: 'its short name in Sentry' }),
        name: Type.String({ description: 'its name' }),
      },
      { description: 'the project in Sentry' },
    ),
  ),
  eventCount: Meaning(Count, 'how many events it has taken up'),
  assignee: Nullable(Type.String({ description: 'who has it' })),
  snooze: Nullable(SnoozeView),
  openedAt: Meaning(Time, 'when it opened'),
  lastEventAt: Meaning(Time, 'when its last event came'),
  acknowledgedAt: Nullable(Meaning(Time, 'when somebody acknowledged it')),
  resolvedAt: Nullable(Meaning(Time, 'when it was resolved')),
  resolvedBy: Nullable(OneOf(resolvers, 'who resolved it')),
  previousAlertId: Nullable(Meaning(Id, 'the alert of the same key before it')),
  regressed: Type.Boolean({ description: 'whether it had been resolved and came back' }),
  revision: Revision,
}

export const AlertView = Shape(alert, { description: 'an alert' })
export type AlertView = Static<typeof AlertView>

export const TimelineEntryView = Shape(
  {
    at: Meaning(Time, 'when'),
    kind: Type.String({ description: 'what happened, such as opened, note or resolved' }),
    by: Type.String({ description: 'sentry, or the person who did it' }),
    text: Type.String({ description: 'what happened, in words' }),
    eventId: Nullable(Meaning(Id, 'the event that made it happen')),
  },
  { description: 'something that happened to an alert' },
)

export const AlertDetailView = Shape(
  {
    ...alert,
    timeline: Type.Array(TimelineEntryView, { description: 'oldest first' }),
    timelineLength: Type.Integer({ minimum: 0, description: 'how many entries there are in all' }),
  },
  { description: 'an alert with its timeline' },
)
export type AlertDetailView = Static<typeof AlertDetailView>

export const AlertChangeView = Shape(
  {
    changed: Type.Boolean({ description: 'false: it was so already' }),
    text: Type.String({ description: 'what happened, in words' }),
    alert: AlertView,
  },
  { description: 'what became of an alert' },
)
export type AlertChangeView = Static<typeof AlertChangeView>

export const AlertQuery = Shape({
  status: Type.Optional(
    Type.Array(OneOf(alertStatuses), {
      description: `some of ${alertStatuses.join(', ')}, divided by commas`,
    }),
  ),
  severity: Type.Optional(
    Type.Array(OneOf(severities), {
      description: `some of ${severities.join(', ')}, divided by commas`,
    }),
  ),
  integrationId: Type.Optional(Meaning(Id, 'the id of an integration')),
  project: Type.Optional(Type.String({ maxLength: 200, description: 'the slug of a project' })),
  text: Type.Optional(
    Type.String({
      maxLength: 200,
      description:
        'words: each begins a word of the title, the description, the project or the dedup key',
    }),
  ),
  openedFrom: Type.Optional(TimeOf('only alerts that opened then or later')),
  openedBefore: Type.Optional(TimeOf('only alerts that opened before it')),
  snoozed: Type.Optional(
    Type.Boolean({
      description: 'true (only those that are snoozed now) or false (only those that are not)',
    }),
  ),
  assignee: Type.Optional(
    Type.String({ maxLength: 200, description: 'who has it, or empty for nobody' }),
  ),
  ...paging,
})

const why = { reason: Type.Optional(Text(1000, 'why, for the timeline')) }

export const alertExample: AlertView = {
  id: '12',
  integrationId: '1',
  dedupKey: 'sentry-issue-4711',
  kind: 'issue',
  status: 'open',
  severity: 'error',
  title: 'TypeError: cart is undefined',
  description: 'in checkout.total',
  url: 'https://acme.sentry.io/issues/4711/',
  project: { slug: 'shop', name: 'Web shop' },
  eventCount: 3,
  assignee: null,
  snooze: null,
  openedAt: '2026-11-24T08:00:00.000Z',
  lastEventAt: '2026-11-24T08:05:00.000Z',
  acknowledgedAt: null,
  resolvedAt: null,
  resolvedBy: null,
  previousAlertId: null,
  regressed: false,
  revision: 42,
}

const acknowledged: AlertView = {
  ...alertExample,
  status: 'acknowledged',
  acknowledgedAt: '2026-11-24T08:06:00.000Z',
  revision: 43,
}

const action = {
  method: 'POST',
  tag: 'alerts',
  role: 'operator',
  params: byId,
  answer: AlertChangeView,
  ifMatch: 'optional',
  errors: ['conflict'],
} as const

const answered = { changed: true, text: 'Acknowledged.', alert: acknowledged }

/** Until when to keep quiet. */
export const Snoozing = Shape({
  until: Type.Optional(TimeOf('when it ends')),
  forSeconds: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 31_536_000, description: 'a number of seconds from now' }),
  ),
  untilWorse: Type.Optional(
    Type.Literal(true, {
      description: 'true: until its severity rises or Sentry says that it escalates',
    }),
  ),
  ...why,
})

const Unsnoozing = Shape({
  keepArchived: Type.Optional(
    Type.Literal(true, {
      description: 'true: only what a person snoozed; what Sentry archived stays so',
    }),
  ),
})

export const actionKinds = [
  'acknowledge',
  'unacknowledge',
  'snooze',
  'unsnooze',
  'resolve',
  'note',
  'assign',
] as const

export const BulkBody = Shape(
  {
    ids: Type.Array(Id, {
      minItems: 1,
      maxItems: 1000,
      description: 'the ids of 1 to 1,000 alerts',
    }),
    action: OneOf(actionKinds),
    ...Snoozing.properties,
    text: Type.Optional(Text(4000, 'what a note says')),
    assignee: Type.Optional(Nullable(Text(200, 'who has it; null: nobody'))),
    ...Unsnoozing.properties,
    revisions: Type.Optional(
      Type.Array(Revision, {
        maxItems: 1000,
        description:
          'for each id, in the same order, the revision that was seen: one that somebody decided about since is refused',
      }),
    ),
  },
  { description: 'what to do to which alerts' },
)

export const BulkView = Shape(
  {
    changed: Meaning(Count, 'how many alerts were changed'),
    results: Type.Array(
      Shape({
        id: Id,
        result: OneOf(['changed', 'unchanged', 'refused', 'not_found']),
        text: Type.String({ description: 'what happened, or why not, in words' }),
        revision: Nullable(Meaning(Revision, 'what to say as seen next time; null: not there')),
      }),
      { description: 'one for each id, in the order of asking' },
    ),
  },
  { description: 'what became of many alerts' },
)
export type BulkView = Static<typeof BulkView>

export const alertOperations = {
  listAlerts: operation({
    method: 'GET',
    path: '/v1/alerts',
    tag: 'alerts',
    role: 'viewer',
    summary: 'List alerts, newest first',
    description:
      'Filters are joined by "and". A page that would take too long to fill ends early: go on with its nextCursor.',
    query: AlertQuery,
    answer: PageOf(AlertView),
    examples: {
      query: { status: 'open,acknowledged', severity: 'critical', limit: '50' },
      answer: { items: [alertExample], nextCursor: '12' },
    },
  }),
  showAlert: operation({
    method: 'GET',
    path: '/v1/alerts/{id}',
    tag: 'alerts',
    role: 'viewer',
    summary: 'Show an alert with its timeline',
    params: byId,
    query: Shape({
      timelineLimit: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 10_000,
          default: 1000,
          description: 'a number from 1 to 10000: how many of the newest entries at most',
        }),
      ),
    }),
    answer: AlertDetailView,
    examples: {
      answer: {
        ...alertExample,
        timeline: [
          {
            at: '2026-11-24T08:00:00.000Z',
            kind: 'opened',
            by: 'sentry',
            text: 'Sentry reported a new issue: opened with severity error, from level "error".',
            eventId: '77',
          },
        ],
        timelineLength: 1,
      },
    },
  }),
  alertHistory: operation({
    method: 'GET',
    path: '/v1/alerts/{id}/history',
    tag: 'alerts',
    role: 'viewer',
    summary: 'List the alerts of the same key, newest first',
    description: 'Those of the same integration and dedup key: what it was before, and since.',
    params: byId,
    query: Shape({
      limit: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 100,
          default: 20,
          description: 'a number from 1 to 100: how many at most',
        }),
      ),
    }),
    answer: Shape(
      { items: Type.Array(AlertView, { description: 'newest first' }) },
      { description: 'the alerts of a key' },
    ),
    examples: { answer: { items: [alertExample] } },
  }),
  acknowledgeAlert: operation({
    ...action,
    path: '/v1/alerts/{id}/acknowledge',
    summary: 'Acknowledge: somebody is on it',
    examples: { answer: answered },
  }),
  unacknowledgeAlert: operation({
    ...action,
    path: '/v1/alerts/{id}/unacknowledge',
    summary: 'Nobody is on it any more',
    examples: { answer: { changed: true, text: 'No longer acknowledged.', alert: alertExample } },
  }),
  snoozeAlert: operation({
    ...action,
    path: '/v1/alerts/{id}/snooze',
    summary: 'Keep quiet about an open alert',
    description:
      'Until a time, for a length of time, or until it is worse: one of these. A snooze that another person made is replaced only with If-Match.',
    body: Snoozing,
    examples: {
      body: { forSeconds: 7200, reason: 'deploy at noon' },
      answer: {
        changed: true,
        text: 'Snoozed until 2026-11-24T10:06:00.000Z: deploy at noon',
        alert: {
          ...alertExample,
          snooze: { until: '2026-11-24T10:06:00.000Z', by: 'user', reason: 'deploy at noon' },
          revision: 43,
        },
      },
    },
  }),
  unsnoozeAlert: operation({
    ...action,
    path: '/v1/alerts/{id}/unsnooze',
    summary: 'No longer keep quiet about it',
    body: Unsnoozing,
    examples: {
      body: { keepArchived: true },
      answer: { changed: true, text: 'No longer snoozed.', alert: alertExample },
    },
  }),
  resolveAlert: operation({
    ...action,
    path: '/v1/alerts/{id}/resolve',
    summary: 'Close an alert for good',
    description: 'If Sentry reports it again, a new one opens.',
    body: Shape(why),
    examples: {
      body: { reason: 'rolled back' },
      answer: {
        changed: true,
        text: 'Resolved: rolled back',
        alert: {
          ...alertExample,
          status: 'resolved',
          resolvedAt: '2026-11-24T08:06:00.000Z',
          resolvedBy: 'user',
          revision: 43,
        },
      },
    },
  }),
  noteOnAlert: operation({
    ...action,
    path: '/v1/alerts/{id}/notes',
    summary: 'Write something on the timeline',
    body: Shape({ text: Text(4000, 'what to write') }),
    once: true,
    examples: {
      body: { text: 'the cache was cold' },
      answer: {
        changed: true,
        text: 'the cache was cold',
        alert: { ...alertExample, revision: 43 },
      },
    },
  }),
  assignAlert: operation({
    ...action,
    path: '/v1/alerts/{id}/assign',
    summary: 'Say who has it',
    description: 'It is taken from somebody else only with If-Match.',
    body: Shape({ assignee: Nullable(Text(200, 'the person or team; null: nobody')) }),
    examples: {
      body: { assignee: 'jane' },
      answer: {
        changed: true,
        text: 'Assigned to jane.',
        alert: { ...alertExample, assignee: 'jane', revision: 43 },
      },
    },
  }),
  changeAlerts: operation({
    method: 'POST',
    path: '/v1/alerts/bulk',
    tag: 'alerts',
    role: 'operator',
    summary: 'Do the same to up to 1,000 alerts',
    description:
      'Each alert is changed or not by itself, and has a result of its own. Asked again, what was done is `unchanged`; a note is written again.',
    body: BulkBody,
    answer: BulkView,
    once: true,
    examples: {
      body: { ids: ['12', '13'], action: 'acknowledge' },
      answer: {
        changed: 1,
        results: [
          { id: '12', result: 'changed', text: 'Acknowledged.', revision: 44 },
          {
            id: '13',
            result: 'unchanged',
            text: 'Alert 13 is acknowledged already.',
            revision: 31,
          },
        ],
      },
    },
  }),
}
