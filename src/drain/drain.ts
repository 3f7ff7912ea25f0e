import { backoffMs, longestBackoffMs, maxAttempts } from '../core/backoff.ts'
import { decide } from '../core/lifecycle.ts'
import { interpret } from '../sentry/interpret.ts'
import type { DrainReport, Store } from '../store/store.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'

export interface DrainParts {
  store: Pick<Store, 'drain'>
  clock: Clock
  log: Log
  /** From 0 up to, not including, 1. */
  random: () => number
  /** After so many ms the batch ends, with what it has by then. */
  batchMs: number
}

/** Bounds what is held in memory. */
const batchSize = 2_000

/** Takes one batch from the outbox, and logs what changed and what failed. */
export async function drainBatch({
  store,
  clock,
  log,
  random,
  batchMs,
}: DrainParts): Promise<DrainReport> {
  const end = performance.now() + batchMs
  const report = await store.drain({
    limit: batchSize,
    now: clock(),
    interpret,
    decide,
    backoff: (attempt) => (attempt >= maxAttempts ? null : backoffMs(attempt, random())),
    longestWait: longestBackoffMs,
    isEnough: () => performance.now() > end,
  })
  for (const { eventId, outcome, alertId } of report.processed) {
    const changed = outcome === 'opened' || outcome === 'reopened' || outcome === 'resolved'
    log[changed ? 'info' : 'debug'](changed ? `alert ${outcome}` : 'event processed', {
      alertId,
      eventId,
      outcome,
    })
  }
  for (const { eventId, attempt, dead, error } of report.failed) {
    // Not its message: that may quote the payload. It stands with the event.
    const facts = { eventId, attempt, error: error instanceof Error ? error.name : typeof error }
    if (dead) log.error('event dead', facts)
    else log.warn('event failed', facts)
  }
  for (const { first, last } of report.unreadable) {
    log.error('events cannot be read: the disk has changed them', { first, last })
  }
  return report
}
