import { Type, type Static } from '@sinclair/typebox'
import { resolvers } from '../core/alert.ts'
import { deliveryStates } from '../core/delivery.ts'
import { severities } from '../core/severity.ts'
import { alertKinds } from '../core/signal.ts'
import { operation } from './operation.ts'
import { ChangeSchema } from './rules.ts'
import { byId, Count, Id, Meaning, Nullable, OneOf, PageOf, paging, Shape, Time } from './shapes.ts'

const State = OneOf(
  deliveryStates,
  'pending: to be told, now or later; sent: the other side took it; dead: given up; quiet: there was nothing to be told',
)

const delivery = {
  id: Id,
  channelId: Meaning(Id, 'where it is told'),
  alertId: Meaning(Id, 'of which alert'),
  change: ChangeSchema,
  state: State,
  reason: Nullable(
    Type.String({ description: 'why it is quiet or dead, or of what the last attempt failed' }),
  ),
  ruleId: Nullable(Meaning(Id, 'because of which rule')),
  fallbackOf: Nullable(Meaning(Id, 'the delivery that failed on another channel before')),
  createdAt: Meaning(Time, 'when the alert changed'),
  dueAt: Nullable(Meaning(Time, 'when it is tried next; null unless it is pending')),
  attempts: Meaning(Count, 'how often it was tried'),
  sentAt: Nullable(Meaning(Time, 'when the other side took it')),
  together: Meaning(Count, 'how many were told in the same message'),
}

export const DeliveryView = Shape(delivery, {
  description: 'a change of an alert, told on a channel',
})
export type DeliveryView = Static<typeof DeliveryView>

export const NoticeView = Shape(
  {
    at: Meaning(Time, 'when the alert changed'),
    reason: Type.String({ description: 'what happened and why, in words' }),
    severityBefore: Nullable(OneOf(severities, 'before it got worse')),
    alert: Shape(
      {
        kind: OneOf(alertKinds, 'a Sentry issue or a metric alert'),
        dedupKey: Type.String({ description: 'what it is about' }),
        title: Type.String({ description: 'what is wrong: untrusted text' }),
        description: Nullable(Type.String({ description: 'more of that: untrusted text' })),
        severity: OneOf(severities, 'how bad it was'),
        project: Nullable(
          Shape(
            {
              slug: Type.String({ description: 'its short name in Sentry' }),
              name: Type.String({ description: 'its name' }),
            },
            { description: 'the project in Sentry' },
          ),
        ),
        integration: Type.String({ description: 'the name of the integration' }),
        eventCount: Meaning(Count, 'how many events it had taken up'),
        assignee: Nullable(Type.String({ description: 'who had it' })),
        url: Nullable(Type.String({ description: 'where Sentry shows it' })),
        openedAt: Meaning(Time, 'when it opened'),
        resolvedAt: Nullable(Meaning(Time, 'when it was resolved')),
        resolvedBy: Nullable(OneOf(resolvers, 'who resolved it')),
      },
      { description: 'the alert as it was then' },
    ),
  },
  { description: 'what is told' },
)

export const DeliveryDetailView = Shape(
  {
    ...delivery,
    notice: NoticeView,
    tries: Type.Array(
      Shape({
        at: Meaning(Time, 'when'),
        ms: Type.Integer({ minimum: 0, description: 'how long it took, in milliseconds' }),
        result: OneOf(
          ['sent', 'retry', 'refused'],
          'retry: it may work later; refused: something must change first',
        ),
        status: Nullable(
          Type.Integer({ description: 'the status that the other side answered; null: no answer' }),
        ),
        why: Nullable(Type.String({ description: 'why it did not work, in words' })),
        reply: Type.String({
          description: 'the beginning of the answer, without secrets: untrusted text',
        }),
      }),
      { description: 'the newest attempts, oldest first' },
    ),
  },
  { description: 'a delivery with what is told and how it went' },
)
export type DeliveryDetailView = Static<typeof DeliveryDetailView>

const aDelivery: DeliveryView = {
  id: '7',
  channelId: '1',
  alertId: '12',
  change: 'opened',
  state: 'dead',
  reason: 'Slack answered 404: the webhook is no longer there.',
  ruleId: '1',
  fallbackOf: null,
  createdAt: '2026-11-24T08:00:00.000Z',
  dueAt: null,
  attempts: 1,
  sentAt: null,
  together: 1,
}

export const deliveryOperations = {
  listDeliveries: operation({
    method: 'GET',
    path: '/v1/deliveries',
    tag: 'deliveries',
    role: 'viewer',
    summary: 'List deliveries, newest first',
    query: Shape({
      state: Type.Optional(OneOf(deliveryStates)),
      channelId: Type.Optional(Meaning(Id, 'the id of a channel')),
      alertId: Type.Optional(Meaning(Id, 'the id of an alert')),
      ...paging,
    }),
    answer: PageOf(DeliveryView),
    examples: { query: { state: 'dead' }, answer: { items: [aDelivery], nextCursor: null } },
  }),
  showDelivery: operation({
    method: 'GET',
    path: '/v1/deliveries/{id}',
    tag: 'deliveries',
    role: 'viewer',
    summary: 'Show a delivery: what is told, and how each attempt went',
    params: byId,
    answer: DeliveryDetailView,
    examples: {
      answer: {
        ...aDelivery,
        notice: {
          at: '2026-11-24T08:00:00.000Z',
          reason: 'Sentry reported a new issue: opened with severity error, from level "error".',
          severityBefore: null,
          alert: {
            kind: 'issue',
            dedupKey: 'sentry-issue-4711',
            title: 'TypeError: cart is undefined',
            description: null,
            severity: 'error',
            project: { slug: 'shop', name: 'Shop' },
            integration: 'acme',
            eventCount: 1,
            assignee: null,
            url: 'https://acme.sentry.io/issues/4711/',
            openedAt: '2026-11-24T08:00:00.000Z',
            resolvedAt: null,
            resolvedBy: null,
          },
        },
        tries: [
          {
            at: '2026-11-24T08:00:00.100Z',
            ms: 213,
            result: 'refused',
            status: 404,
            why: 'Slack answered 404: the webhook is no longer there.',
            reply: 'no_service',
          },
        ],
      },
    },
  }),
  retryDelivery: operation({
    method: 'POST',
    path: '/v1/deliveries/{id}/retry',
    tag: 'deliveries',
    role: 'operator',
    summary: 'Have a delivery tried again now, with another day before it is given up',
    description: 'One that is dead, or pending and not due yet.',
    params: byId,
    answer: DeliveryView,
    errors: ['conflict'],
    examples: {
      answer: { ...aDelivery, state: 'pending', reason: null, dueAt: '2026-11-24T09:00:00.000Z' },
    },
  }),
}
