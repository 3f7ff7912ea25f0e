import type { AlertView, BulkView } from '../../contract/alerts.ts'
import { askLast, calls } from '../api.ts'
import { Problem } from '../problem.ts'
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
  const { results, fault } = await makeMany(alerts, asked)
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

/** As with one: what somebody else decided meanwhile is no reason not to do it, but then it is not taken back over that. */
async function makeMany(alerts: readonly AlertView[], asked: Asked): Promise<Outcome> {
  const seen = alerts.map(({ id, revision }) => ({ id, revision: own.lastOf(id) ?? revision }))
  const first = await changeInParts(seen, asked)
  const outdated = first.results.filter(({ result }) => result === 'refused')
  for (const { id } of outdated) own.forget(id)
  const second = await changeInParts(
    outdated.map(({ id }) => ({ id })),
    asked,
  )
  const settled = first.results.filter(({ result }) => result !== 'refused')
  return { results: [...settled, ...second.results], fault: first.fault ?? second.fault }
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
    if (fault !== null) return toastFault(fault)
    left += refusedIn(results)
  }
  if (left === 0) return
  toast(`Not undone for ${howMany(left)}, which changed meanwhile.`, { kind: 'failed' })
}

function refusedIn(results: readonly Result[]): number {
  return results.filter(({ result }) => result === 'refused').length
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
      note(some, answer)
    } catch (fault) {
      undecide(body.ids)
      return { results, fault }
    }
  }
  return { results, fault: null }
}

/** What was done, and after which revision nobody else had changed anything. */
function note(some: readonly Seen[], { results }: BulkView): void {
  const since = new Map(some.map(({ id, revision }) => [id, revision ?? null]))
  for (const { id, result, revision } of results) {
    if (result !== 'changed' || revision === null) undecide([id])
    else {
      decide([id])
      own.add(id, revision, since.get(id) ?? null)
    }
  }
}

/** So many parts may outlive the page: browsers let it leave 64 KiB behind. */
const lasting = 3

/** The same for when the page is being closed: not one after the other, because there may be no time for that. */
async function changeLast(all: readonly Seen[], asked: Asked): Promise<Outcome> {
  const answers = await Promise.allSettled(
    parts(all).map((some, part) =>
      part < lasting
        ? (askLast('changeAlerts', bodyOf(some, asked)) as Promise<BulkView>)
        : calls.changeAlerts(bodyOf(some, asked)),
    ),
  )
  const results = answers.flatMap((one) => (one.status === 'fulfilled' ? one.value.results : []))
  const failed = answers.find(({ status }) => status === 'rejected')
  return { results, fault: failed?.status === 'rejected' ? failed.reason : null }
}

/**
 * Does what was held back, but not to what changed since it was decided.
 * @param isLast the page is being closed, or hidden
 * @returns which alerts are settled, and what went wrong with others
 */
export async function changeAll(
  alerts: readonly AlertView[],
  asked: Asked,
  isLast: boolean,
): Promise<{ done: ReadonlySet<string>; fault: unknown }> {
  const seen = alerts.map(({ id, revision }) => ({ id, revision: own.through(id, revision) }))
  const { results, fault } = await (isLast ? changeLast(seen, asked) : changeInParts(seen, asked))
  const left = refusedIn(results)
  const changed = new Problem(
    409,
    'conflict',
    'It changed meanwhile: look at it, and decide again.',
  )
  return {
    done: new Set(results.filter(({ result }) => result !== 'refused').map(({ id }) => id)),
    fault: fault ?? (left > 0 ? changed : null),
  }
}
