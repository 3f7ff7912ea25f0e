import type { AlertChangeView, AlertView } from '../../contract/alerts.ts'
import { askLast, calls } from '../api.ts'
import { tell } from '../live/live.ts'
import { changeOne } from './change.ts'
import { changeAll, changeMany, type Asked } from './change-many.ts'
import { held, hold } from './held.ts'
import { named, subject } from './words.ts'

/** Until when to keep quiet. */
export type Until = { until: string } | { forSeconds: number } | { untilWorse: true }
export interface Snoozing {
  until: Until
  reason: string
}

// What people do to one alert or to many. Each says what it did, and how to take that back.

export function acknowledge(alerts: readonly AlertView[]): Promise<void> {
  const only = onlyOf(alerts)
  if (only === null) {
    const inverse = (): Asked => ({ action: 'unacknowledge' })
    return changeMany(alerts, { action: 'acknowledge' }, 'Acknowledged', inverse)
  }
  const { id } = only
  return changeOne(
    only,
    (ifMatch) => calls.acknowledgeAlert({ id, ...onlyIf(ifMatch) }),
    `Acknowledged: ${named(only)}`,
    (ifMatch) => calls.unacknowledgeAlert({ id, ...onlyIf(ifMatch) }),
  )
}

export function unacknowledge(alerts: readonly AlertView[]): Promise<void> {
  const only = onlyOf(alerts)
  if (only === null) {
    const inverse = (): Asked => ({ action: 'acknowledge' })
    return changeMany(alerts, { action: 'unacknowledge' }, 'No longer acknowledged', inverse)
  }
  const { id } = only
  return changeOne(
    only,
    (ifMatch) => calls.unacknowledgeAlert({ id, ...onlyIf(ifMatch) }),
    `No longer acknowledged: ${named(only)}`,
    (ifMatch) => calls.acknowledgeAlert({ id, ...onlyIf(ifMatch) }),
  )
}

export function snooze(alerts: readonly AlertView[], { until, reason }: Snoozing): Promise<void> {
  const asked = { ...until, ...because(reason) }
  const only = onlyOf(alerts)
  if (only === null) {
    return changeMany(alerts, { action: 'snooze', ...asked }, 'Snoozed', (alert) => {
      const earlier = earlierIn(alert)
      return earlier === null
        ? { action: 'unsnooze', keepArchived: true }
        : { action: 'snooze', ...earlier }
    })
  }
  const { id, revision } = only
  return changeOne(
    only,
    (ifMatch = revision) => calls.snoozeAlert({ id, ...asked, ifMatch }),
    `Snoozed: ${named(only)}`,
    (ifMatch) => asBefore(only, ifMatch),
  )
}

/** Snoozes as it was snoozed before, or not at all. */
function asBefore(alert: AlertView, ifMatch: number | undefined): Promise<AlertChangeView> {
  const { id } = alert
  const earlier = earlierIn(alert)
  return earlier === null
    ? calls.unsnoozeAlert({ id, keepArchived: true, ...onlyIf(ifMatch) })
    : calls.snoozeAlert({ id, ...earlier, ...onlyIf(ifMatch) })
}

/** What makes the snooze of an alert again; null: a person did not make one. */
function earlierIn({
  snooze: earlier,
}: AlertView): ({ reason?: string } & ({ untilWorse: true } | { until: string })) | null {
  if (earlier?.by !== 'user') return null
  const { until, reason } = earlier
  if (until !== null) return { until, ...(reason !== null && { reason }) }
  // Without a reason the server gives one.
  const isGiven = reason === null || reason.startsWith('until it is worse than ')
  return { untilWorse: true, ...(!isGiven && { reason }) }
}

export function unsnooze(alerts: readonly AlertView[]): Promise<void> {
  const only = onlyOf(alerts)
  if (only?.snooze?.by === 'user') {
    const { id } = only
    return changeOne(
      only,
      // What Sentry archived besides cannot be put back: it takes another press.
      (ifMatch) => calls.unsnoozeAlert({ id, keepArchived: true, ...onlyIf(ifMatch) }),
      `No longer snoozed: ${named(only)}`,
      (ifMatch) => asBefore(only, ifMatch),
    )
  }
  // What Sentry snoozed only Sentry can snooze again.
  holdChange(alerts, { action: 'unsnooze' }, 'Waking')
  return Promise.resolve()
}

export function assign(alerts: readonly AlertView[], assignee: string | null): Promise<void> {
  const done = assignee === null ? 'Assigned to nobody' : `Assigned to ${assignee}`
  const only = onlyOf(alerts)
  if (only === null) {
    return changeMany(alerts, { action: 'assign', assignee }, done, (alert) => ({
      action: 'assign',
      assignee: alert.assignee,
    }))
  }
  const { id, revision, assignee: before } = only
  return changeOne(
    only,
    (ifMatch = revision) => calls.assignAlert({ id, assignee, ifMatch }),
    `${done}: ${named(only)}`,
    (ifMatch) => calls.assignAlert({ id, assignee: before, ...onlyIf(ifMatch) }),
  )
}

/** A resolve is final, so it is held back for a moment. */
export function resolve(alerts: readonly AlertView[]): void {
  holdChange(alerts, { action: 'resolve' }, 'Resolving')
}

/** A note cannot be taken off the timeline, so it is held back for a moment. @param onBack hears that it was taken back */
export function note({ id }: AlertView, text: string, onBack: () => void): void {
  hold({
    ids: [id],
    word: null,
    text: 'Writing the note',
    failed: () => 'The note is not written, and stands in its field again.',
    onBack,
    async commit(isLast) {
      const asked = { id, text }
      if (isLast) await askLast('noteOnAlert', asked)
      else tell('alert', (await calls.noteOnAlert(asked)).alert)
    },
  })
}

/** @param word what will happen; what will already happen to an alert does not happen twice */
function holdChange(alerts: readonly AlertView[], asked: Asked, word: string): void {
  let left = alerts.filter(({ id }) => held.peek().get(id) !== word)
  if (left.length === 0) return
  hold({
    ids: left.map(({ id }) => id),
    word,
    text: `${word}: ${subject(left)}`,
    async commit(isLast) {
      const { done, fault } = await changeAll(left, asked, isLast)
      left = left.filter(({ id }) => !done.has(id))
      if (fault !== null) throw fault
    },
    failed: () => `Not done: ${word}: ${subject(left)}.`,
    again: () => holdChange(left, asked, word),
  })
}

function onlyOf(alerts: readonly AlertView[]): AlertView | null {
  const [first] = alerts
  return alerts.length === 1 ? (first ?? null) : null
}

/** The condition of a change, where there is one. */
function onlyIf(ifMatch: number | undefined): { ifMatch?: number } {
  return ifMatch === undefined ? {} : { ifMatch }
}

function because(reason: string): { reason?: string } {
  const said = reason.trim()
  return said === '' ? {} : { reason: said }
}
