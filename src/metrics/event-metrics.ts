import { counted, quick, type Definition } from './definition.ts'

/** Events, until they are alerts. */
export const eventMetrics = {
  outboxEvents: {
    name: 'navish_outbox_events',
    kind: 'gauge',
    help: `Events that wait in the outbox to become alerts; of those that will be tried again ${counted}.`,
    labels: [],
  },
  outboxOldest: {
    name: 'navish_outbox_oldest_age_seconds',
    kind: 'gauge',
    help: 'For how long the oldest event in the outbox has waited; 0 when it is empty.',
    labels: [],
  },
  drainSeconds: {
    name: 'navish_drain_duration_seconds',
    kind: 'histogram',
    help: 'How long the drain took for a batch in which there was something.',
    labels: [],
    buckets: quick,
  },
  drainLast: {
    name: 'navish_drain_last_run_timestamp_seconds',
    kind: 'gauge',
    help: 'When the drain last looked at the outbox without failing, Unix time; it does so twice a second.',
    labels: [],
  },
  eventsProcessed: {
    name: 'navish_events_processed_total',
    kind: 'counter',
    help: 'Events that the drain has done with, by what became of them.',
    labels: ['outcome'],
  },
  eventFailures: {
    name: 'navish_event_failures_total',
    kind: 'counter',
    help: 'Attempts to process an event that failed; it is tried again with backoff, and is dead in the end.',
    labels: [],
  },
  eventsUnreadable: {
    name: 'navish_events_unreadable_total',
    kind: 'counter',
    help: 'Events that were passed over because the disk has changed what was stored of them.',
    labels: [],
  },
  deadEvents: {
    name: 'navish_dead_events',
    kind: 'gauge',
    help: `Events that are dead letters now, ${counted}. "navish event replay --all-dead" tries them again.`,
    labels: [],
  },
  alerts: {
    name: 'navish_alerts',
    kind: 'gauge',
    help: 'Alerts that are not resolved, by status and severity.',
    labels: ['status', 'severity'],
  },
} as const satisfies Record<string, Definition>
