import type { AlertChangeView, AlertView, BulkView } from '../../contract/alerts.ts'
import { askLast, calls } from '../api.ts'
import { tell } from '../live/live.ts'
import { Problem } from '../problem.ts'
import { toast, toastFault } from '../toasts.tsx'
import { howMany } from './words.ts'

/** What to do to many alerts. */
export type Asked = Omit<Parameters<typeof calls.changeAlerts>[0], 'ids' | 'revisions' | 'ifMatch'>

/** When somebody here decided about which alert last, ms: what others do is another matter. */
const decidedAt = new Map<string, number>()
/** ms: what a decision leads to is seen by then. */
const seenWithin = 3_000

function decide(ids: readonly string[]): void {
  for (const id of ids) decidedAt.set(id, performance.now())
}

/** Whether what is seen of an alert now follows from a decision that was made here. */
export function wasDecidedHere(id: string): boolean {
  const at = decidedAt.get(id) ?? -Infinity
  decidedAt.delete(id)
  return performance.now() - at < seenWithin
}

/**
 * Waits for a change of one alert, shows it at once, and says how to take it back.
 * @param undo makes it as it was, unless somebody changed it meanwhile
 */
export async function changeOne(
  id: string,
  change: Promise<AlertChangeView>,
  done: string,
  undo: (ifMatch: number) => Promise<AlertChangeView>,
): Promise<void> {
  decide([id])
  try {
    const { alert, changed, text } = await change
    if (changed) decide([id])
    else decidedAt.delete(id)
    tell('alert', alert)
    if (changed) toast(done, { undo: () => takeBack(undo(alert.revision)) })
    else toast(text)
  } catch (error) {
    decidedAt.delete(id)
    failed(
      error,
      'Not done: somebody else changed this alert meanwhile. Look at it, and do it again.',
    )
  }
}

async function takeBack(change: Promise<AlertChangeView>): Promise<void> {
  try {
    tell('alert', (await change).alert)
  } catch (error) {
    failed(error, 'Not undone: somebody changed it meanwhile.')
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

type Result = BulkView['results'][number]

/**
 * Does the same to many alerts, and says how to take that back.
 * @param inverse what makes an alert as it was; it is done to all that are alike in that together
 */
export async function changeMany(
  alerts: readonly AlertView[],
  asked: Asked,
  done: string,
  inverse: (alert: AlertView) => Asked,
): Promise<void> {
  const { results, fault } = await changeInParts(
    alerts.map(({ id }) => ({ id })),
    asked,
  )
  if (fault !== null) toastFault(fault)
  const changed = new Map(
    results.filter(({ result }) => result === 'changed').map((one) => [one.id, one]),
  )
  if (changed.size > 0) {
    const some = alerts.filter(({ id }) => changed.has(id))
    const groups = Map.groupBy(some, (alert) => JSON.stringify(inverse(alert)))
    const undo = () => changeBack(groups, changed)
    toast(`${done}: ${howMany(changed.size)}.`, { undo })
  } else if (fault === null) {
    toast(`Nothing to do: all ${alerts.length.toLocaleString('en')} are so already.`)
  }
}

/**
 * Makes alerts as they were, but for those that somebody decided about meanwhile.
 * @param groups by what to do, as JSON
 */
async function changeBack(
  groups: Map<string, AlertView[]>,
  changed: ReadonlyMap<string, Result>,
): Promise<void> {
  let left = 0
  for (const [asked, alerts] of groups) {
    const seen = alerts.map(({ id }) => ({ id, revision: changed.get(id)?.revision ?? 0 }))
    const { results, fault } = await changeInParts(seen, JSON.parse(asked) as Asked)
    if (fault !== null) return toastFault(fault)
    left += results.filter(({ result }) => result === 'refused').length
  }
  if (left === 0) return
  toast(`Not undone for ${howMany(left)}, which somebody changed meanwhile.`, { kind: 'failed' })
}

/** As many as the API takes at once. */
const most = 1_000

function parts<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, part) =>
    all.slice(part * most, (part + 1) * most),
  )
}

/** Does the same to any number of alerts. What was done before something went wrong is done. */
async function changeInParts(
  all: readonly { id: string; revision?: number }[],
  asked: Asked,
): Promise<{ results: Result[]; fault: unknown }> {
  const results: Result[] = []
  for (const some of parts(all)) {
    const ids = some.map(({ id }) => id)
    const revisions = some.flatMap(({ revision }) => revision ?? [])
    decide(ids)
    try {
      const answer = await calls.changeAlerts({
        ...asked,
        ids,
        ...(revisions.length > 0 && { revisions }),
      })
      results.push(...answer.results)
      for (const id of ids) decidedAt.delete(id)
      decide(answer.results.filter(({ result }) => result === 'changed').map(({ id }) => id))
    } catch (fault) {
      for (const id of ids) decidedAt.delete(id)
      return { results, fault }
    }
  }
  return { results, fault: null }
}

/** The same, for what was held back. */
export async function changeAll(ids: readonly string[], asked: Asked): Promise<void> {
  const { fault } = await changeInParts(
    ids.map((id) => ({ id })),
    asked,
  )
  if (fault !== null) throw fault
}

/** So many parts may outlive the page: browsers let it leave 64 KiB behind. */
const lasting = 5

/** The same, when the page is being closed: nobody waits for the answers. */
export async function changeLast(ids: readonly string[], asked: Asked): Promise<void> {
  await Promise.all(
    parts(ids).map((some, part) =>
      part < lasting
        ? askLast('changeAlerts', { ...asked, ids: some })
        : calls.changeAlerts({ ...asked, ids: some }),
    ),
  )
}
