import { Type, type Static } from '@sinclair/typebox'
import { severities } from '../core/severity.ts'
import { AlertView } from './alerts.ts'
import { EventView } from './events.ts'
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
} from './shapes.ts'

const Source = OneOf(['sentry'], 'what sends: always sentry')
const Name = Text(100, 'what to call it, such as the Sentry organization')
const Secret = Text(
  500,
  'the Client Secret of the Sentry integration: only signed requests are taken',
)
const SilentAfter = Nullable(
  Type.Integer({
    minimum: 600,
    maximum: 31_536_000,
    description:
      'a number of seconds from 600 to 31,536,000: when nothing comes for longer, people are told; null: it is not watched',
  }),
)
const Overlap = Type.Integer({
  minimum: 0,
  maximum: 31_536_000,
  default: 0,
  description: 'a number of seconds: how long the one before still works',
})

export const IntegrationView = Shape(
  {
    id: Id,
    name: Type.String({ description: 'what it is called' }),
    source: Source,
    createdAt: Meaning(Time, 'when it was created'),
    revokedAt: Nullable(Meaning(Time, 'when it was revoked')),
    silentAfterSeconds: SilentAfter,
    tokens: Type.Array(
      Shape({
        hint: Type.String({ description: 'the last four characters' }),
        createdAt: Meaning(Time, 'when it was made'),
        expiresAt: Nullable(Meaning(Time, 'when it stops working')),
      }),
      {
        description:
          'the tokens of its webhook URLs, newest first; what is expired does not work any more',
      },
    ),
    clientSecrets: Type.Array(
      Shape({
        createdAt: Meaning(Time, 'when it was given'),
        expiresAt: Nullable(Meaning(Time, 'when it stops working')),
      }),
      { description: 'with any, requests must be signed with one' },
    ),
    revision: Revision,
  },
  { description: 'who may send' },
)
export type IntegrationView = Static<typeof IntegrationView>

export const CredentialsView = Shape(
  {
    id: Id,
    name: Type.String({ description: 'what it is called' }),
    source: Source,
    token: Type.String({ description: 'shown only this once' }),
    url: Type.String({ description: 'the webhook URL for Sentry' }),
  },
  { description: 'an integration with its webhook URL' },
)
export type CredentialsView = Static<typeof CredentialsView>

export const RefusalView = Shape(
  {
    code: Type.String({ description: 'the code of the error' }),
    reason: Type.String({ description: 'the newest one in words' }),
    count: Count,
    lastAt: Meaning(Time, 'when the last one came'),
  },
  { description: 'requests that were refused for the same reason' },
)
export type RefusalView = Static<typeof RefusalView>

export const RefusalsView = Shape(
  { items: Type.Array(RefusalView, { description: 'newest first' }) },
  { description: 'what was refused' },
)

export const HealthView = Shape(
  {
    id: Id,
    name: Type.String({ description: 'what the integration is called' }),
    lastSeenAt: Nullable(Meaning(Time, 'when its last request was accepted')),
    signed: Type.Boolean({ description: 'whether signatures are checked' }),
    pending: Meaning(Count, 'how many of its events wait to be processed'),
    resources: Type.Array(
      Shape({
        resource: Type.String({ description: 'such as issue' }),
        action: Nullable(Type.String({ description: 'such as created' })),
        count: Count,
        firstSeenAt: Meaning(Time, 'when the first one came'),
        lastSeenAt: Meaning(Time, 'when the last one came'),
      }),
      { description: 'what was accepted and taken up, last seen first' },
    ),
    refusals: Type.Array(RefusalView, { description: 'what was refused in the last 24 hours' }),
    hours: Type.Array(Shape({ at: Meaning(Time, 'the beginning of the hour'), count: Count }), {
      description: 'what came in each of the last 24 hours, samples left out; oldest first',
    }),
    longestPauseMs: Nullable(
      Type.Integer({
        minimum: 0,
        description:
          'the longest time without a webhook in the last two weeks, by whole hours, in milliseconds; null while too little is known',
      }),
    ),
  },
  { description: 'whether an integration works' },
)
export type HealthView = Static<typeof HealthView>

export const TestView = Shape(
  {
    event: EventView,
    alert: Nullable(AlertView),
    processed: Type.Boolean({
      description: 'false: it is stored, but was not taken up within five seconds',
    }),
  },
  { description: 'what became of a sample' },
)
export type TestView = Static<typeof TestView>

export const integrationExample: IntegrationView = {
  id: '1',
  name: 'acme',
  source: 'sentry',
  createdAt: '2026-11-24T07:00:00.000Z',
  revokedAt: null,
  silentAfterSeconds: 21_600,
  tokens: [{ hint: '9f3c', createdAt: '2026-11-24T07:00:00.000Z', expiresAt: null }],
  clientSecrets: [{ createdAt: '2026-11-24T07:00:00.000Z', expiresAt: null }],
  revision: 7,
}

const credentials: CredentialsView = {
  id: '1',
  name: 'acme',
  source: 'sentry',
  token: 'nvi_…',
  url: 'https://navish.example.org/v1/events/sentry/nvi_…',
}

export const integrationOperations = {
  listIntegrations: operation({
    method: 'GET',
    path: '/v1/integrations',
    tag: 'integrations',
    role: 'viewer',
    summary: 'List integrations, newest first',
    query: Shape(paging),
    answer: PageOf(IntegrationView),
    examples: { answer: { items: [integrationExample], nextCursor: null } },
  }),
  createIntegration: operation({
    method: 'POST',
    path: '/v1/integrations',
    tag: 'integrations',
    role: 'admin',
    summary: 'Create an integration, and show its webhook URL once',
    body: Shape({ name: Name, clientSecret: Type.Optional(Secret) }),
    answer: CredentialsView,
    status: 201,
    once: true,
    secrets: ['token', 'url'],
    examples: { body: { name: 'acme' }, answer: credentials },
  }),
  showIntegration: operation({
    method: 'GET',
    path: '/v1/integrations/{id}',
    tag: 'integrations',
    role: 'viewer',
    summary: 'Show an integration',
    params: byId,
    answer: IntegrationView,
    examples: { answer: integrationExample },
  }),
  updateIntegration: operation({
    method: 'PATCH',
    path: '/v1/integrations/{id}',
    tag: 'integrations',
    role: 'admin',
    summary: 'Rename an integration, or watch whether it is silent',
    params: byId,
    body: Shape({
      name: Type.Optional(Name),
      silentAfterSeconds: Type.Optional(SilentAfter),
    }),
    answer: IntegrationView,
    ifMatch: 'required',
    examples: {
      body: { name: 'acme-eu', silentAfterSeconds: 43_200 },
      answer: {
        ...integrationExample,
        name: 'acme-eu',
        silentAfterSeconds: 43_200,
        revision: 8,
      },
    },
  }),
  rotateIntegration: operation({
    method: 'POST',
    path: '/v1/integrations/{id}/rotate',
    tag: 'integrations',
    role: 'admin',
    summary: 'Give an integration a new webhook URL',
    params: byId,
    body: Shape({ overlapSeconds: Type.Optional(Overlap) }),
    answer: CredentialsView,
    errors: ['conflict'],
    once: true,
    secrets: ['token', 'url'],
    examples: { body: { overlapSeconds: 86_400 }, answer: credentials },
  }),
  setClientSecret: operation({
    method: 'PUT',
    path: '/v1/integrations/{id}/client-secret',
    tag: 'integrations',
    role: 'admin',
    summary: 'Give an integration a new client secret',
    params: byId,
    body: Shape({ clientSecret: Secret, overlapSeconds: Type.Optional(Overlap) }),
    answer: IntegrationView,
    errors: ['conflict'],
    examples: { body: { clientSecret: '…', overlapSeconds: 3600 }, answer: integrationExample },
  }),
  removeClientSecret: operation({
    method: 'DELETE',
    path: '/v1/integrations/{id}/client-secret',
    tag: 'integrations',
    role: 'admin',
    summary: 'Take unsigned requests, too',
    params: byId,
    answer: IntegrationView,
    errors: ['conflict'],
    examples: { answer: { ...integrationExample, clientSecrets: [] } },
  }),
  revokeIntegration: operation({
    method: 'POST',
    path: '/v1/integrations/{id}/revoke',
    tag: 'integrations',
    role: 'admin',
    summary: 'Make its webhook URLs stop working; its alerts stay',
    params: byId,
    answer: IntegrationView,
    examples: { answer: { ...integrationExample, revokedAt: '2026-11-24T09:00:00.000Z' } },
  }),
  deleteIntegration: operation({
    method: 'DELETE',
    path: '/v1/integrations/{id}',
    tag: 'integrations',
    role: 'admin',
    summary: 'Revoke an integration and take it off the list; its alerts and events stay',
    params: byId,
  }),
  testIntegration: operation({
    method: 'POST',
    path: '/v1/integrations/{id}/test',
    tag: 'integrations',
    role: 'operator',
    summary: 'Send a signed sample through the whole way',
    description:
      'A webhook as Sentry makes it, signed when there is a client secret, is received, stored and drained like any other. `resolve` closes the alert that a sample before opened.',
    params: byId,
    body: Shape({
      severity: Type.Optional(OneOf(severities)),
      resolve: Type.Optional(Type.Boolean({ description: 'say that it is resolved' })),
    }),
    answer: TestView,
    errors: ['conflict'],
    examples: {
      body: { severity: 'critical' },
      answer: {
        event: {
          id: '78',
          integrationId: '1',
          receivedAt: '2026-11-24T08:00:00.000Z',
          resource: 'sample',
          action: 'created',
          state: 'done',
          outcome: 'opened',
          reason: 'Sentry reported a new issue: opened with severity critical, from level "fatal".',
          attempts: 1,
          alertId: '13',
        },
        alert: {
          id: '13',
          integrationId: '1',
          dedupKey: 'sentry-issue-navish-sample',
          kind: 'issue',
          status: 'open',
          severity: 'critical',
          title: 'A sample alert from Navish',
          description: null,
          url: null,
          project: { slug: 'navish-sample', name: 'Navish sample' },
          eventCount: 1,
          assignee: null,
          snooze: null,
          openedAt: '2026-11-24T08:00:00.000Z',
          lastEventAt: '2026-11-24T08:00:00.000Z',
          acknowledgedAt: null,
          resolvedAt: null,
          resolvedBy: null,
          previousAlertId: null,
          regressed: false,
          revision: 44,
        },
        processed: true,
      },
    },
  }),
  integrationHealth: operation({
    method: 'GET',
    path: '/v1/integrations/{id}/health',
    tag: 'integrations',
    role: 'viewer',
    summary: 'Whether it works: last seen, what was seen, what was refused and why',
    params: byId,
    answer: HealthView,
    examples: {
      answer: {
        id: '1',
        name: 'acme',
        lastSeenAt: '2026-11-24T08:00:00.000Z',
        signed: true,
        pending: 0,
        resources: [
          {
            resource: 'issue',
            action: 'created',
            count: 12,
            firstSeenAt: '2026-11-24T07:10:00.000Z',
            lastSeenAt: '2026-11-24T08:00:00.000Z',
          },
        ],
        refusals: [
          {
            code: 'unauthorized',
            reason:
              'The signature does not fit the 812 bytes received: compare the client secret with the one in Sentry.',
            count: 2,
            lastAt: '2026-11-24T07:05:00.000Z',
          },
        ],
        hours: [{ at: '2026-11-24T08:00:00.000Z', count: 12 }],
        longestPauseMs: 28_800_000,
      },
    },
  }),
  listStrayRefusals: operation({
    method: 'GET',
    path: '/v1/refusals',
    tag: 'integrations',
    role: 'viewer',
    summary: 'List what was refused because of its token',
    description:
      'Of the last 24 hours: requests whose token never was one. What was refused of an integration is in its health.',
    answer: RefusalsView,
    examples: {
      answer: {
        items: [
          {
            code: 'unauthorized',
            reason: 'The token in this URL is not valid: copy the webhook URL again.',
            count: 3,
            lastAt: '2026-11-24T07:05:00.000Z',
          },
        ],
      },
    },
  }),
}
