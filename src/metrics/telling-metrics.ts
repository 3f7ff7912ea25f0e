import { channelLabels, counted, patient, told, type Definition } from './definition.ts'

/** Who is told, and whether that works. */
export const tellingMetrics = {
  attempts: {
    name: 'navish_delivery_attempts_total',
    kind: 'counter',
    help: 'Messages that a channel was tried with, by result: sent, retry (it will be tried again) or refused (it never will).',
    labels: [...channelLabels, 'result'],
  },
  attemptSeconds: {
    name: 'navish_delivery_attempt_duration_seconds',
    kind: 'histogram',
    help: 'How long a channel took to answer, by its kind.',
    labels: ['channel_kind'],
    buckets: patient,
  },
  deliveries: {
    name: 'navish_deliveries_total',
    kind: 'counter',
    help: 'Deliveries that are done with after an attempt, by result: sent or dead. Many can go with one message.',
    labels: [...channelLabels, 'result'],
  },
  pendingDeliveries: {
    name: 'navish_deliveries_pending',
    kind: 'gauge',
    help: `Deliveries that wait for a channel now, ${counted}. Of ${told} channels.`,
    labels: channelLabels,
  },
  oldestDelivery: {
    name: 'navish_delivery_oldest_age_seconds',
    kind: 'gauge',
    help: `For how long the oldest delivery of a channel has waited; 0 when none does. Of ${told} channels.`,
    labels: channelLabels,
  },
  deadDeliveries: {
    name: 'navish_deliveries_dead',
    kind: 'gauge',
    help: `Deliveries that a channel gave up and nobody had tried again, ${counted}. Of ${told} channels.`,
    labels: channelLabels,
  },
  channelFailing: {
    name: 'navish_channel_failing',
    kind: 'gauge',
    help: `1 when a channel is switched on and its last attempt failed, else 0. Of ${told} channels.`,
    labels: channelLabels,
  },
  alarms: {
    name: 'navish_alarms',
    kind: 'gauge',
    help: 'What Navish says is wrong with itself now, by severity: each is an alert of the project navish, and a warning in /readyz.',
    labels: ['severity'],
  },
} as const satisfies Record<string, Definition>
