import { Type, type Static } from '@sinclair/typebox'
import { silenceStates } from '../core/silence.ts'
import { operation } from './operation.ts'
import {
  byId,
  Id,
  Meaning,
  Nullable,
  OneOf,
  PageOf,
  paging,
  Shape,
  Text,
  Time,
  TimeOf,
} from './shapes.ts'

const match = {
  integrationIds: Type.Array(Id, {
    maxItems: 100,
    description: 'ids of integrations: only alerts of these; empty: of any',
  }),
  projects: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
    maxItems: 100,
    description: 'slugs of projects: only alerts of these; empty: of any',
  }),
}

export const SilenceMatchView = Shape(
  {
    ...match,
    title: Nullable(
      Type.String({
        description: 'only alerts with this in their title, in whatever letter case; null: any',
      }),
    ),
  },
  { description: 'which alerts nobody is told of: those that all of it fits' },
)

const SilenceMatch = Shape(
  {
    integrationIds: Type.Optional(match.integrationIds),
    projects: Type.Optional(match.projects),
    title: Type.Optional(
      Text(200, 'only alerts with this in their title, in whatever letter case'),
    ),
  },
  { description: 'an object with one condition at least: what is left out is none' },
)

export const SilenceView = Shape(
  {
    id: Id,
    state: OneOf(silenceStates, 'waiting: it has not begun; active: it counts now; over: it ended'),
    match: SilenceMatchView,
    startsAt: Meaning(Time, 'when it begins'),
    endsAt: Meaning(Time, 'when it ends'),
    reason: Type.String({ description: 'why, in words' }),
    by: Type.String({ description: 'who made it' }),
    createdAt: Meaning(Time, 'when it was made'),
  },
  { description: 'for a time nobody is told of the alerts that match' },
)
export type SilenceView = Static<typeof SilenceView>

const aSilence: SilenceView = {
  id: '3',
  state: 'active',
  match: { integrationIds: [], projects: ['shop'], title: null },
  startsAt: '2026-11-24T08:00:00.000Z',
  endsAt: '2026-11-24T10:00:00.000Z',
  reason: 'deploy',
  by: 'jane@example.org',
  createdAt: '2026-11-24T08:00:00.000Z',
}

export const silenceOperations = {
  listSilences: operation({
    method: 'GET',
    path: '/v1/silences',
    tag: 'silences',
    role: 'viewer',
    summary: 'List silences, newest first, also those that are over',
    query: Shape(paging),
    answer: PageOf(SilenceView),
    examples: { answer: { items: [aSilence], nextCursor: null } },
  }),
  createSilence: operation({
    method: 'POST',
    path: '/v1/silences',
    tag: 'silences',
    role: 'operator',
    summary: 'Silence alerts for a time',
    description:
      'They open and change as ever, but nobody is told; what would have been told stays as a quiet delivery. That an alert is resolved is told to those who were told that it opened. Without `startsAt`, or with a time that has passed, it begins now; it ends within a year.',
    body: Shape({
      match: SilenceMatch,
      startsAt: Type.Optional(TimeOf('when it begins')),
      endsAt: TimeOf('when it ends'),
      reason: Text(500, 'why, for those who wonder'),
    }),
    answer: SilenceView,
    status: 201,
    errors: ['not_found'],
    once: true,
    examples: {
      body: { match: { projects: ['shop'] }, endsAt: '2026-11-24T10:00:00Z', reason: 'deploy' },
      answer: aSilence,
    },
  }),
  endSilence: operation({
    method: 'POST',
    path: '/v1/silences/{id}/end',
    tag: 'silences',
    role: 'operator',
    summary: 'End a silence now',
    description: 'One that has not begun never does; one that is over stays as it is.',
    params: byId,
    answer: SilenceView,
    examples: { answer: { ...aSilence, state: 'over', endsAt: '2026-11-24T09:00:00.000Z' } },
  }),
}
