import { outcomes } from '../core/event.ts'
import type { Observer } from '../observer.ts'
import { definitions } from './definitions.ts'
import { createCounter, createHistogram, type Counter, type Histogram } from './instruments.ts'

/** What adds up while the server runs, and who adds to it. */
export interface Tally {
  observer: Observer
  counters: Record<CounterName, Counter>
  histograms: Record<HistogramName, Histogram>
  /** When each integration last sent something that was accepted, by the monotonic clock. */
  lastAccepted: ReadonlyMap<string, number>
}

type NamesOf<K> = {
  [N in keyof typeof definitions]: (typeof definitions)[N]['kind'] extends K ? N : never
}[keyof typeof definitions]
export type CounterName = Exclude<NamesOf<'counter'>, 'cpu'>
export type HistogramName = NamesOf<'histogram'>

export function createTally(): Tally {
  const counters: Tally['counters'] = {
    intakeRequests: createCounter(definitions.intakeRequests),
    intakeRefusals: createCounter(definitions.intakeRefusals),
    commitFailures: createCounter(definitions.commitFailures),
    eventsProcessed: createCounter(definitions.eventsProcessed),
    eventFailures: createCounter(definitions.eventFailures),
    eventsUnreadable: createCounter(definitions.eventsUnreadable),
    attempts: createCounter(definitions.attempts),
    deliveries: createCounter(definitions.deliveries),
    apiRequests: createCounter(definitions.apiRequests),
  }
  const histograms: Tally['histograms'] = {
    intakeSeconds: createHistogram(definitions.intakeSeconds),
    commitSeconds: createHistogram(definitions.commitSeconds),
    commitEvents: createHistogram(definitions.commitEvents),
    drainSeconds: createHistogram(definitions.drainSeconds),
    attemptSeconds: createHistogram(definitions.attemptSeconds),
    apiSeconds: createHistogram(definitions.apiSeconds),
    loopLag: createHistogram(definitions.loopLag),
  }
  const lastAccepted = new Map<string, number>()
  // What did not happen yet is told as 0: an increase from nothing is none for Prometheus.
  for (const outcome of outcomes) counters.eventsProcessed.series(outcome)
  counters.intakeRequests.series('500', 'internal')
  // Every webhook comes by here.
  const accepted = counters.intakeRequests.series('202', 'accepted')
  const intakeSeconds = histograms.intakeSeconds.of()

  const observer: Observer = {
    received({ readAt, to, status, code, integrationId }) {
      intakeSeconds.add((to - readAt) / 1000)
      if (code === 'accepted') {
        accepted.value += 1
        if (integrationId !== null) lastAccepted.set(integrationId, to)
        return
      }
      counters.intakeRequests.series(String(status), code).value += 1
      if (integrationId !== null) counters.intakeRefusals.series(integrationId, code).value += 1
    },

    committed({ from, to, events, ids }) {
      histograms.commitSeconds.of().add((to - from) / 1000)
      if (ids === null) counters.commitFailures.series().value += 1
      else histograms.commitEvents.of().add(events)
    },

    drained({ from, to, report: { processed, failed, unreadable } }) {
      if (processed.length + failed.length + unreadable.length === 0) return
      histograms.drainSeconds.of().add((to - from) / 1000)
      for (const { outcome } of processed) counters.eventsProcessed.series(outcome).value += 1
      for (const { dead } of failed) {
        counters.eventFailures.series().value += 1
        if (dead) counters.eventsProcessed.series('dead').value += 1
      }
      for (const { first, last } of unreadable) {
        counters.eventsUnreadable.series().value += Number(last) - Number(first) + 1
      }
    },

    attempted({ from, to, channelId, channelKind, result, outcomes: became }) {
      counters.attempts.series(channelId, channelKind, result).value += 1
      histograms.attemptSeconds.of(channelKind).add((to - from) / 1000)
      for (const outcome of became) {
        if (outcome === 'pending') continue
        counters.deliveries.series(channelId, channelKind, outcome).value += 1
      }
    },

    answered({ from, to, method, route, status }) {
      counters.apiRequests.series(method, route, String(status)).value += 1
      histograms.apiSeconds.of().add((to - from) / 1000)
    },
  }

  return { observer, counters, histograms, lastAccepted }
}
