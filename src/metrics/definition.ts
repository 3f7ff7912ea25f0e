import { mostCounted, mostTold } from '../store/levels.ts'

/** What is told to Prometheus of one thing. */
export interface Definition {
  /** By the conventions of Prometheus: the unit is in it, and `_total` is what only grows while the server runs. */
  name: string
  kind: 'counter' | 'gauge' | 'histogram'
  /** One line. */
  help: string
  /** Of what there are few: ids, kinds, codes and patterns of paths; never what a sender wrote. */
  labels: readonly string[]
  /** Of a histogram: upper bounds, the least first. */
  buckets?: readonly number[]
}

/** Seconds, about what a webhook and its commit take; Sentry gives up after 1. */
export const quick = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
/** Seconds, about what the answer of somebody else takes. */
export const patient = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export const channelLabels = ['channel_id', 'channel_kind'] as const

// In help texts: what bounds a scrape.
export const told = `the first ${mostTold}`
export const counted = `counted up to ${mostCounted}`
