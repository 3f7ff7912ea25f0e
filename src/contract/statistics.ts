import { Type, type Static } from '@sinclair/typebox'
import { EventCountsView } from './events.ts'
import { operation } from './operation.ts'
import { Count, Id, Meaning, Nullable, OneOf, Shape, Time, TimeOf } from './shapes.ts'

const BySeverity = Shape({ critical: Count, error: Count, warning: Count, info: Count })

const Milliseconds = (description: string) => Nullable(Type.Integer({ minimum: 0, description }))

export const DurationsView = Shape(
  {
    count: Meaning(Count, 'of how many alerts'),
    meanMs: Milliseconds('the mean, in milliseconds'),
    medianMs: Milliseconds('half of them took no longer, to about a tenth'),
    p90Ms: Milliseconds('nine of ten took no longer, to about a tenth'),
  },
  { description: 'how long something took' },
)

export const StatisticsView = Shape(
  {
    from: Meaning(Time, 'the beginning'),
    to: Meaning(Time, 'the end'),
    interval: OneOf(['hour', 'day'], 'how long an interval is'),
    open: Type.Object(BySeverity.properties, {
      additionalProperties: false,
      description: 'alerts that are not resolved now, acknowledged ones too',
    }),
    acknowledged: Meaning(Count, 'how many are acknowledged now'),
    snoozed: Meaning(Count, 'how many are snoozed now'),
    snoozedBySeverity: Type.Object(BySeverity.properties, {
      additionalProperties: false,
      description: 'which of `open` are snoozed now',
    }),
    nextSnoozeEndsAt: Nullable(
      Meaning(
        Time,
        'when the next of these ends, which changes the figures without any other change',
      ),
    ),
    alerts: Type.Array(
      Shape({
        at: Meaning(Time, 'the beginning of the interval'),
        ...BySeverity.properties,
        resolved: Type.Integer({ minimum: 0, description: 'how many were resolved in that time' }),
      }),
      {
        description:
          'alerts that opened, by hour or day of UTC, with those where nothing happened; oldest first',
      },
    ),
    timeToAcknowledge: DurationsView,
    timeToResolve: DurationsView,
    projects: Type.Array(
      Shape({
        integrationId: Meaning(Id, 'the integration that sent them'),
        slug: Nullable(Type.String({ description: 'null: without a project' })),
        alerts: Meaning(Count, 'how many opened'),
        events: Meaning(Count, 'how many events they took up'),
      }),
      { description: 'the ten with the most alerts' },
    ),
    events: EventCountsView,
  },
  { description: 'figures' },
)
export type StatisticsView = Static<typeof StatisticsView>

export const statisticsOperations = {
  showStatistics: operation({
    method: 'GET',
    path: '/v1/statistics',
    tag: 'statistics',
    role: 'viewer',
    summary: 'Figures: what is open, how many alerts over time, how soon people answer',
    description:
      'Without `from` the last 24 hours by the hour, or the last 30 days by the day. At most 1,000 intervals.',
    query: Shape({
      from: Type.Optional(TimeOf('the beginning')),
      to: Type.Optional(TimeOf('the end; now without it')),
      interval: Type.Optional(OneOf(['hour', 'day'])),
    }),
    answer: StatisticsView,
    examples: {
      query: { interval: 'hour', from: '2026-11-24T07:00:00Z', to: '2026-11-24T08:00:00Z' },
      answer: {
        from: '2026-11-24T07:00:00.000Z',
        to: '2026-11-24T08:00:00.000Z',
        interval: 'hour',
        open: { critical: 1, error: 4, warning: 0, info: 2 },
        acknowledged: 2,
        snoozed: 1,
        snoozedBySeverity: { critical: 0, error: 0, warning: 0, info: 1 },
        nextSnoozeEndsAt: '2026-11-24T09:00:00.000Z',
        alerts: [
          {
            at: '2026-11-24T07:00:00.000Z',
            critical: 1,
            error: 2,
            warning: 0,
            info: 0,
            resolved: 1,
          },
        ],
        timeToAcknowledge: { count: 2, meanMs: 61_000, medianMs: 60_000, p90Ms: 64_000 },
        timeToResolve: { count: 0, meanMs: null, medianMs: null, p90Ms: null },
        projects: [{ integrationId: '1', slug: 'shop', alerts: 3, events: 41 }],
        events: {
          accepted: 1204,
          pending: 0,
          dead: 0,
          lastReceivedAt: '2026-11-24T08:00:00.000Z',
          oldestPendingAt: null,
        },
      },
    },
  }),
}
