import { Type, type TSchema } from '@sinclair/typebox'
import { AlertView, alertExample } from './alerts.ts'
import { EventCountsView } from './events.ts'
import { IntegrationView, integrationExample } from './integrations.ts'
import { Id, Meaning, OneOf, Revision, Shape, Time } from './shapes.ts'

export const DeletionView = Shape(
  { kind: OneOf(['integration'], 'what kind of thing it was'), id: Id },
  { description: 'something that is there no more' },
)

interface StreamEvent {
  /** When it comes, and what its data is. */
  meaning: string
  data: TSchema
  example: { id: string; data: unknown }
}

/** What the live stream sends: for each name of an event its data, which is one line of JSON. */
export const streamEvents = {
  ready: {
    meaning: 'comes first: from here on every change is told',
    data: Shape({ revision: Revision, at: Meaning(Time, 'what time it is at the server') }),
    example: { id: '42', data: { revision: 42, at: '2026-11-24T08:05:00.000Z' } },
  },
  alert: {
    meaning: 'an alert opened or changed: what it is now',
    data: AlertView,
    example: { id: '43', data: { ...alertExample, revision: 43 } },
  },
  integration: {
    meaning: 'an integration was created or changed: what it is now',
    data: IntegrationView,
    example: { id: '44', data: { ...integrationExample, revision: 44 } },
  },
  deleted: {
    meaning: 'something is there no more: forget it',
    data: DeletionView,
    example: { id: '45', data: { kind: 'integration', id: '1' } },
  },
  events: {
    meaning: 'how many events there are, at most once a second while that changes',
    data: EventCountsView,
    example: {
      id: '45',
      data: {
        accepted: 1204,
        pending: 3,
        dead: 0,
        lastReceivedAt: '2026-11-24T08:05:00.000Z',
        oldestPendingAt: '2026-11-24T08:05:00.000Z',
      },
    },
  },
  reload: {
    meaning:
      'so much changed that it is quicker to ask for everything anew, or the last id is not of this database; at most every five seconds',
    data: Type.Object({}),
    example: { id: '4711', data: {} },
  },
} satisfies Record<string, StreamEvent>

export type StreamEventName = keyof typeof streamEvents
