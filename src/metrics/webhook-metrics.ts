import { quick, told, type Definition } from './definition.ts'

/** Webhooks, until they are on disk, and who sends them. */
export const webhookMetrics = {
  intakeSeconds: {
    name: 'navish_intake_duration_seconds',
    kind: 'histogram',
    help: 'From when a webhook has been read until it is answered, its commit included; whatever the answer is. Sentry waits 1 second.',
    labels: [],
    buckets: quick,
  },
  intakeRequests: {
    name: 'navish_intake_requests_total',
    kind: 'counter',
    help: 'Webhooks that were answered, by status and code: accepted, or why it was refused. 500 is what could not be stored.',
    labels: ['status', 'code'],
  },
  intakeRefusals: {
    name: 'navish_intake_refusals_total',
    kind: 'counter',
    help: 'Webhooks of an integration that were refused, by code. Those with the token of none are only in navish_intake_requests_total.',
    labels: ['integration_id', 'code'],
  },
  commitSeconds: {
    name: 'navish_commit_duration_seconds',
    kind: 'histogram',
    help: 'How long it took to put events on disk that arrived together, until the disk said so.',
    labels: [],
    buckets: quick,
  },
  commitEvents: {
    name: 'navish_commit_events',
    kind: 'histogram',
    help: 'How many events one commit had; its sum is how many events were put on disk.',
    labels: [],
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
  },
  commitFailures: {
    name: 'navish_commit_failures_total',
    kind: 'counter',
    help: 'Commits of events that failed: their senders were answered 500.',
    labels: [],
  },
  lastWebhook: {
    name: 'navish_integration_last_webhook_timestamp_seconds',
    kind: 'gauge',
    help: `When an integration last sent something that was accepted, Unix time; missing while it never did. Of ${told} integrations.`,
    labels: ['integration_id'],
  },
  silence: {
    name: 'navish_integration_silence_seconds',
    kind: 'gauge',
    help: `For how long nothing was accepted from an integration; counted since it was made, or watched, when that is later. Of ${told} integrations.`,
    labels: ['integration_id'],
  },
  silentAfter: {
    name: 'navish_integration_silent_after_seconds',
    kind: 'gauge',
    help: `After how long without a webhook people are told ("navish integration watch"); missing when it is not watched. Of ${told} integrations.`,
    labels: ['integration_id'],
  },
} as const satisfies Record<string, Definition>
