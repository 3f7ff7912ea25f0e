import { Type, type Static } from '@sinclair/typebox'
import { eventStates, outcomes } from '../core/event.ts'
import { operation } from './operation.ts'
import { byId, Count, Id, Meaning, Nullable, OneOf, PageOf, paging, Shape, Time } from './shapes.ts'

const event = {
  id: Id,
  integrationId: Meaning(Id, 'the integration that sent it'),
  receivedAt: Meaning(Time, 'when it came'),
  resource: Type.String({ description: 'what Sentry calls it, such as issue or event_alert' }),
  action: Nullable(Type.String({ description: 'what Sentry says happened, such as created' })),
  state: OneOf(
    eventStates,
    'pending until it is processed; then done, or dead when that failed for good',
  ),
  outcome: Nullable(OneOf(outcomes, 'what became of it; null while it is pending')),
  reason: Nullable(Type.String({ description: 'why, in plain words' })),
  attempts: Meaning(Count, 'how often it was processed'),
  alertId: Nullable(Meaning(Id, 'the alert that it concerns')),
}

export const EventView = Shape(event, { description: 'an accepted request' })
export type EventView = Static<typeof EventView>

export const EventDetailView = Shape(
  {
    ...event,
    headers: Type.Record(Type.String(), Type.String(), { description: 'those that are read' }),
    payload: Type.String({ description: 'the exact text that was sent' }),
    payloadRemoved: Type.Optional(
      Type.Literal(true, {
        description:
          'there only when it is so: headers and payload are empty, because they are not kept for so long',
      }),
    ),
  },
  { description: 'an accepted request with what was sent' },
)
export const EventCountsView = Shape(
  {
    accepted: Meaning(Count, 'how many were accepted since the beginning'),
    pending: Meaning(Count, 'how many wait to be processed'),
    dead: Meaning(Count, 'how many could not be processed'),
    lastReceivedAt: Nullable(Meaning(Time, 'when the last one came')),
    oldestPendingAt: Nullable(
      Meaning(Time, 'when the oldest one came that waits; null: none does'),
    ),
  },
  { description: 'how many events there are' },
)
export type EventCountsView = Static<typeof EventCountsView>

export type EventDetailView = Static<typeof EventDetailView>

const anEvent: EventView = {
  id: '77',
  integrationId: '1',
  receivedAt: '2026-11-24T08:00:00.000Z',
  resource: 'issue',
  action: 'created',
  state: 'done',
  outcome: 'opened',
  reason: 'Sentry reported a new issue: opened with severity error, from level "error".',
  attempts: 1,
  alertId: '12',
}

const aReplayed: EventView = {
  ...anEvent,
  state: 'pending',
  outcome: null,
  reason: null,
  attempts: 0,
}

export const eventOperations = {
  listEvents: operation({
    method: 'GET',
    path: '/v1/events',
    tag: 'events',
    role: 'viewer',
    summary: 'List events, newest first',
    query: Shape({
      state: Type.Optional(OneOf(eventStates)),
      outcome: Type.Optional(OneOf(outcomes)),
      integrationId: Type.Optional(Meaning(Id, 'the id of an integration')),
      resource: Type.Optional(
        Type.String({ maxLength: 256, description: 'a resource such as issue' }),
      ),
      ...paging,
    }),
    answer: PageOf(EventView),
    examples: { query: { state: 'dead' }, answer: { items: [anEvent], nextCursor: null } },
  }),
  showEvent: operation({
    method: 'GET',
    path: '/v1/events/{id}',
    tag: 'events',
    role: 'viewer',
    summary: 'Show an event with its headers and its payload',
    params: byId,
    answer: EventDetailView,
    examples: {
      answer: {
        ...anEvent,
        headers: { 'content-type': 'application/json', 'sentry-hook-resource': 'issue' },
        payload: '{"action":"created","data":{"issue":{"id":"4711"}}}',
      },
    },
  }),
  replayEvent: operation({
    method: 'POST',
    path: '/v1/events/{id}/replay',
    tag: 'events',
    role: 'operator',
    summary: 'Process an event again',
    description:
      'One that is dead, was ignored or came too late is looked at anew; one that changed an alert before has no second effect. One whose payload was removed is refused with `conflict`.',
    params: byId,
    answer: EventView,
    errors: ['conflict'],
    examples: { answer: aReplayed },
  }),
  replayDeadEvents: operation({
    method: 'POST',
    path: '/v1/events/replay-dead',
    tag: 'events',
    role: 'operator',
    summary: 'Process all dead events again',
    answer: Shape({ replayed: Meaning(Count, 'how many there were') }),
    examples: { answer: { replayed: 3 } },
  }),
}
