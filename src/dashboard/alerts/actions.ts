import type { AlertChangeView, AlertView } from '../../contract/alerts.ts'
import { askLast, calls } from '../api.ts'
import { tell } from '../live/live.ts'
import { Problem } from '../problem.ts'
import { toast, toastFault } from '../toasts.tsx'
import { hold } from './held.ts'
import { shortTime } from '../time.ts'

/** Until when to keep quiet. */
export type Until = { until: string } | { forSeconds: number } | { untilWorse: true }
export interface Snoozing {
  until: Until
  reason: string
}

// What people do to one alert or to many. Each says what it did, and how to take that back.

export function acknowledge(alerts: readonly AlertView[]): Promise<void> {
  const [only] = alerts
  if (alerts.length !== 1 || only === undefined) {
    return many(alerts, { action: 'acknowledge' }, 'Acknowledged', { action: 'unacknowledge' })
  }
  return one(calls.acknowledgeAlert({ id: only.id }), 'Acknowledged.', (ifMatch) =>
    calls.unacknowledgeAlert({ id: only.id, ifMatch }),
  )
}

export function unacknowledge(alerts: readonly AlertView[]): Promise<void> {
  const [only] = alerts
  if (alerts.length !== 1 || only === undefined) {
    return many(alerts, { action: 'unacknowledge' }, 'Given back', { action: 'acknowledge' })
  }
  return one(calls.unacknowledgeAlert({ id: only.id }), 'No longer acknowledged.', (ifMatch) =>
    calls.acknowledgeAlert({ id: only.id, ifMatch }),
  )
}

export function snooze(alerts: readonly AlertView[], { until, reason }: Snoozing): Promise<void> {
  const why = reason.trim() === '' ? {} : { reason: reason.trim() }
  const [only] = alerts
  if (alerts.length !== 1 || only === undefined) {
    const asked = { action: 'snooze', ...until, ...why } as const
    return many(alerts, asked, 'Snoozed', { action: 'unsnooze' })
  }
  const { id, revision, snooze: before } = only
  return one(
    calls.snoozeAlert({ id, ...until, ...why, ifMatch: revision }),
    'Snoozed.',
    (ifMatch) => (before?.by === 'user' ? restore(only, ifMatch) : unsnoozed(id, ifMatch)),
  )
}

function unsnoozed(id: string, ifMatch: number): Promise<AlertChangeView> {
  return calls.unsnoozeAlert({ id, ifMatch })
}

/** Snoozes as it was snoozed before. */
function restore({ id, snooze: before }: AlertView, ifMatch: number): Promise<AlertChangeView> {
  const { until, reason } = before ?? { until: null, reason: null }
  return calls.snoozeAlert({
    id,
    ...(until === null ? { untilWorse: true } : { until }),
    ...(reason !== null && until !== null && { reason }),
    ifMatch,
  })
}

export function unsnooze(alerts: readonly AlertView[]): Promise<void> {
  const [only] = alerts
  const ids = alerts.map(({ id }) => id)
  if (alerts.length === 1 && only?.snooze?.by === 'user') {
    return one(calls.unsnoozeAlert({ id: only.id }), 'No longer snoozed.', (ifMatch) =>
      restore(only, ifMatch),
    )
  }
  // How many alerts were snoozed each in its own way, or by Sentry, cannot be made again.
  hold({
    ids,
    word: 'Waking',
    text: `${subject(alerts)} no longer snoozed.`,
    commit: () => changeInParts(ids, { action: 'unsnooze' }, false),
  })
  return Promise.resolve()
}

export function assign(alerts: readonly AlertView[], assignee: string | null): Promise<void> {
  const to = assignee === null ? 'Assigned to nobody' : `Assigned to ${assignee}`
  const [only] = alerts
  if (alerts.length === 1 && only !== undefined) {
    const { id, revision, assignee: before } = only
    return one(calls.assignAlert({ id, assignee, ifMatch: revision }), `${to}.`, (ifMatch) =>
      calls.assignAlert({ id, assignee: before, ifMatch }),
    )
  }
  return assignMany(alerts, assignee, to)
}

/** A resolve is final, so it is held back for a moment. */
export function resolve(alerts: readonly AlertView[], reason = ''): void {
  const ids = alerts.map(({ id }) => id)
  const why = reason.trim() === '' ? {} : { reason: reason.trim() }
  hold({
    ids,
    word: 'Resolving',
    text: `${subject(alerts)} resolved.`,
    commit: (isLast) => changeInParts(ids, { action: 'resolve', ...why }, isLast),
  })
}

/** A note cannot be taken off the timeline, so it is held back for a moment. */
export function note({ id }: AlertView, text: string, onBack: () => void): void {
  hold({
    ids: [id],
    word: 'Writing',
    text: 'Note written.',
    onBack,
    commit: async (isLast) => {
      const asked = { id, text }
      if (isLast) await askLast('noteOnAlert', asked)
      else tell('alert', (await calls.noteOnAlert(asked)).alert)
    },
  })
}

async function one(
  asked: Promise<AlertChangeView>,
  text: string,
  undo: (ifMatch: number) => Promise<AlertChangeView>,
): Promise<void> {
  try {
    const { alert, changed, text: answer } = await asked
    tell('alert', alert)
    if (!changed) {
      toast(answer)
      return
    }
    toast(text, {
      undo: () =>
        undo(alert.revision).then(
          (undone) => tell('alert', undone.alert),
          (error: unknown) => failed(error, 'Not undone: somebody changed it meanwhile.'),
        ),
    })
  } catch (error) {
    failed(
      error,
      'Not done: somebody else changed this alert meanwhile. Look at it, and do it again.',
    )
  }
}

/** Shows how it is now, where that is why it did not work. */
function failed(error: unknown, meanwhile: string): void {
  if (error instanceof Problem && error.status === 412) {
    tell('alert', error.current as AlertView)
    toastFault(new Problem(412, error.code, meanwhile))
  } else {
    toastFault(error)
  }
}

type Asked = Omit<Parameters<typeof calls.changeAlerts>[0], 'ids' | 'ifMatch'>

async function many(
  alerts: readonly AlertView[],
  asked: Asked,
  done: string,
  inverse: Asked,
): Promise<void> {
  try {
    const changed = await changeInParts(
      alerts.map(({ id }) => id),
      asked,
      false,
    )
    if (changed.length === 0) {
      toast(`Nothing to do: all ${alerts.length} are so already.`)
      return
    }
    toast(`${done}: ${alertsInWords(changed.length)}.`, {
      undo: () => changeInParts(changed, inverse, false).catch(toastFault),
    })
  } catch (error) {
    toastFault(error)
  }
}

async function assignMany(
  alerts: readonly AlertView[],
  assignee: string | null,
  to: string,
): Promise<void> {
  try {
    const ids = alerts.map(({ id }) => id)
    const changed = new Set(await changeInParts(ids, { action: 'assign', assignee }, false))
    const before = Map.groupBy(
      alerts.filter(({ id }) => changed.has(id)),
      (alert) => alert.assignee,
    )
    toast(`${to}: ${alertsInWords(changed.size)}.`, {
      undo: async () => {
        for (const [name, some] of before) {
          await changeInParts(
            some.map(({ id }) => id),
            { action: 'assign', assignee: name },
            false,
          ).catch(toastFault)
        }
      },
    })
  } catch (error) {
    toastFault(error)
  }
}

/** As many as the API takes at once. */
const most = 1_000

/** @returns the ids of those that were changed */
async function changeInParts(
  ids: readonly string[],
  asked: Asked,
  isLast: boolean,
): Promise<string[]> {
  const changed: string[] = []
  for (let start = 0; start < ids.length; start += most) {
    const input = { ...asked, ids: ids.slice(start, start + most) }
    if (isLast) {
      void askLast('changeAlerts', input)
      continue
    }
    const { results } = await calls.changeAlerts(input)
    changed.push(...results.filter(({ result }) => result === 'changed').map(({ id }) => id))
  }
  return changed
}

function subject(alerts: readonly AlertView[]): string {
  return alerts.length === 1 ? 'Alert' : alertsInWords(alerts.length)
}

function alertsInWords(count: number): string {
  return count === 1 ? '1 alert' : `${count.toLocaleString('en')} alerts`
}

/** How a snooze is told. */
export function snoozeInWords(
  { until, by, reason }: NonNullable<AlertView['snooze']>,
  now: number,
): string {
  const when = until === null ? '' : `until ${shortTime(Date.parse(until), now)}`
  if (by === 'sentry') return ['Archived in Sentry', when].filter(Boolean).join(', ')
  return when === '' ? `Snoozed ${reason ?? 'until it is worse'}` : `Snoozed ${when}`
}
