import type { AlertView, BulkView } from '../../contract/alerts.ts'
import { askLast, calls } from '../api.ts'
import { toast, toastFault } from '../toasts.tsx'
import { decide, own, undecide } from './decisions.ts'
import { howMany } from './words.ts'

/** What to do to many alerts. */
export type Asked = Omit<Parameters<typeof calls.changeAlerts>[0], 'ids' | 'revisions' | 'ifMatch'>

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
  const { results, fault } = await makeMany(
    alerts.map(({ id }) => id),
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

/** As `make`, for many. */
async function makeMany(ids: readonly string[], asked: Asked): Promise<Outcome> {
  const checked = ids.map((id) => ({ id, revision: own.lastOf(id) ?? anyRevision }))
  const first = await changeInParts(checked, asked)
  const outdated = first.results.filter(
    ({ id, result }) => result === 'refused' && own.lastOf(id) !== undefined,
  )
  note(first.results, true)
  if (outdated.length === 0) return first
  for (const { id } of outdated) own.forget(id)
  const second = await changeInParts(
    outdated.map(({ id }) => ({ id })),
    asked,
  )
  note(second.results, false)
  const settled = first.results.filter((one) => !outdated.includes(one))
  return { results: [...settled, ...second.results], fault: first.fault ?? second.fault }
}

/** Greater than any: whatever was decided meanwhile, it is no reason not to do it. */
const anyRevision = Number.MAX_SAFE_INTEGER

function note(results: readonly Result[], isChecked: boolean): void {
  for (const { id, result, revision } of results) {
    if (result === 'changed' && revision !== null) own.add(id, revision, isChecked)
  }
}

/**
 * Makes alerts as they were, but for those that somebody else decided about meanwhile.
 * @param groups by what to do, as JSON
 */
async function changeBack(
  groups: Map<string, AlertView[]>,
  changed: ReadonlyMap<string, Result>,
): Promise<void> {
  let left = 0
  for (const [asked, alerts] of groups) {
    const seen = alerts.map(({ id }) => ({
      id,
      revision: own.through(id, changed.get(id)?.revision ?? 0),
    }))
    const { results, fault } = await changeInParts(seen, JSON.parse(asked) as Asked)
    note(results, true)
    if (fault !== null) return toastFault(fault)
    left += refusedIn(results)
  }
  if (left > 0) toastLeft('Not undone', left)
}

function refusedIn(results: readonly Result[]): number {
  return results.filter(({ result }) => result === 'refused').length
}

function toastLeft(what: string, left: number): void {
  toast(`${what} for ${howMany(left)}, which somebody changed meanwhile.`, { kind: 'failed' })
}

/** As many as the API takes at once. */
const most = 1_000

function parts<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, part) =>
    all.slice(part * most, (part + 1) * most),
  )
}

interface Seen {
  id: string
  /** What was seen of it; undefined: whatever it is now. */
  revision?: number
}

interface Outcome {
  results: Result[]
  fault: unknown
}

function bodyOf(some: readonly Seen[], asked: Asked) {
  const ids = some.map(({ id }) => id)
  const revisions = some.flatMap(({ revision }) => revision ?? [])
  return { ...asked, ids, ...(revisions.length > 0 && { revisions }) }
}

/** Does the same to any number of alerts. What was done before something went wrong is done. */
async function changeInParts(all: readonly Seen[], asked: Asked): Promise<Outcome> {
  const results: Result[] = []
  for (const some of parts(all)) {
    const body = bodyOf(some, asked)
    decide(body.ids)
    try {
      const answer = await calls.changeAlerts(body)
      results.push(...answer.results)
      undecide(body.ids)
      decide(answer.results.filter(({ result }) => result === 'changed').map(({ id }) => id))
    } catch (fault) {
      undecide(body.ids)
      return { results, fault }
    }
  }
  return { results, fault: null }
}

/** What one saw of an alert, or made of it since. */
const seenOf = ({ id, revision }: AlertView): Seen => ({ id, revision: own.through(id, revision) })

/** Does what was held back, but not to what somebody else decided about meanwhile. */
export async function changeAll(alerts: readonly AlertView[], asked: Asked): Promise<void> {
  const { results, fault } = await changeInParts(alerts.map(seenOf), asked)
  if (fault !== null) throw fault
  const left = refusedIn(results)
  if (left > 0) toastLeft('Not done', left)
}

/** So many parts may outlive the page: browsers let it leave 64 KiB behind. */
const lasting = 3

/** The same, when the page is being closed: nobody waits for the answers. */
export async function changeLast(alerts: readonly AlertView[], asked: Asked): Promise<void> {
  await Promise.all(
    parts(alerts.map(seenOf)).map((some, part) =>
      part < lasting
        ? askLast('changeAlerts', bodyOf(some, asked))
        : calls.changeAlerts(bodyOf(some, asked)),
    ),
  )
}
