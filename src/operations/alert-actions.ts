import type { AlertChangeView } from '../contract/alerts.ts'
import type { Calls } from '../contract/contract.ts'
import type { Conditions } from '../contract/operation.ts'
import { act, type Action, type ActionResult } from '../core/action.ts'
import { activeSnooze, type Alert } from '../core/alert.ts'
import { AppError } from '../errors.ts'
import { alertView } from '../views.ts'
import { actionOf, reasonIn, untilIn, written } from './action-words.ts'
import type { AlertChanged } from '../store/store.ts'
import type { Scope } from './calls.ts'

type Part = Pick<
  Calls,
  | 'acknowledgeAlert'
  | 'unacknowledgeAlert'
  | 'snoozeAlert'
  | 'unsnoozeAlert'
  | 'resolveAlert'
  | 'noteOnAlert'
  | 'assignAlert'
  | 'changeAlerts'
>

/** So many alerts are changed in one transaction; then whoever else waits has a turn. */
const together = 100

/** What people do to alerts. What somebody else has set is taken away only by who says that they have seen it. */
export function alertActions(scope: Scope): Part {
  const { store, clock, actor, audit, onChanged } = scope

  const changeBy = (action: Action, apply: typeof act) => ({
    action,
    act: apply,
    by: actor.name,
    now: clock(),
    audit: audit(`alert.${action.kind}`, ''),
  })

  async function change(
    { id, ifMatch }: { id: string } & Conditions,
    action: Action,
  ): Promise<AlertChangeView> {
    const apply = ifMatch === undefined ? carefully : act
    const asked = {
      ...changeBy(action, apply),
      ...(typeof ifMatch === 'number' && { ifRevision: ifMatch }),
    }
    let result: ActionResult
    try {
      result = await store.changeAlert(id, asked)
    } catch (error) {
      throw await withCurrent(error, id)
    }
    if (result.result === 'refused') {
      throw await withCurrent(new AppError('conflict', result.text), id)
    }
    const changed = result.result === 'changed'
    if (changed) onChanged()
    return { changed, text: result.text, alert: await viewOf(id) }
  }

  async function viewOf(id: string) {
    const { timeline: _, timelineLength: __, ...alert } = await store.showAlert(id, 1)
    return alertView(alert, clock())
  }

  /** So that who was refused sees why, without asking again. */
  async function withCurrent(error: unknown, id: string): Promise<unknown> {
    const isAboutState =
      error instanceof AppError && ['conflict', 'precondition_failed'].includes(error.code)
    if (!isAboutState) return error
    return new AppError(error.code, error.message, { cause: error, current: await viewOf(id) })
  }

  return {
    acknowledgeAlert: (asked) => change(asked, { kind: 'acknowledge' }),
    unacknowledgeAlert: (asked) => change(asked, { kind: 'unacknowledge' }),
    unsnoozeAlert: (asked) =>
      change(asked, { kind: 'unsnooze', keepArchived: asked.keepArchived === true }),
    async snoozeAlert(asked) {
      const until = untilIn(asked, clock())
      return change(asked, { kind: 'snooze', until, reason: reasonIn(asked) })
    },
    resolveAlert: async (asked) => change(asked, { kind: 'resolve', reason: reasonIn(asked) }),
    noteOnAlert: async (asked) =>
      change(asked, { kind: 'note', text: written(asked.text, 'text', 4000) }),
    assignAlert: async (asked) => {
      const { assignee } = asked
      return change(asked, {
        kind: 'assign',
        assignee: assignee === null ? null : written(assignee, 'assignee', 200),
      })
    },

    async changeAlerts(asked) {
      const action = actionOf(asked, clock())
      const ifRevisions = seenIn(asked)
      const ids = [...new Set(asked.ids)]
      const found = new Map<string, AlertChanged | undefined>()
      for (let start = 0; start < ids.length; start += together) {
        const some = ids.slice(start, start + together)
        const results = await store.changeAlerts(some, { ...changeBy(action, act), ifRevisions })
        for (const [index, id] of some.entries()) found.set(id, results[index])
        await new Promise<void>((resolve) => setImmediate(resolve))
      }
      const results = asked.ids.map((id) => {
        const { result, text, revision } = found.get(id) ?? notThere(id)
        return { id, result, text, revision }
      })
      const changed = [...found.values()].filter((one) => one?.result === 'changed').length
      if (changed > 0) onChanged()
      return { changed, results }
    },
  }
}

function notThere(id: string) {
  const text = `There is no alert ${JSON.stringify(id)}.`
  return { result: 'not_found' as const, text, revision: null }
}

/** Which revision of which alert the caller has seen. */
function seenIn({ ids, revisions = [] }: { ids: string[]; revisions?: number[] }) {
  if (revisions.length > 0 && revisions.length !== ids.length) {
    throw new AppError('invalid_request', 'revisions should have one for each of ids, or none.')
  }
  return new Map(revisions.map((revision, index) => [ids[index] ?? '', revision]))
}

/** Like `act`, but takes nothing away that somebody else has set. */
function carefully(alert: Alert, action: Action, now: number): ActionResult {
  const taken = takenFrom(alert, action, now)
  return taken === null ? act(alert, action, now) : { result: 'refused', text: taken }
}

function takenFrom(alert: Alert, action: Action, now: number): string | null {
  if (alert.status === 'resolved') return null
  const { id, assignee } = alert
  if (action.kind === 'assign' && assignee !== null && assignee !== action.assignee) {
    return `Alert ${id} is assigned to ${assignee}. If-Match with its revision, or *, takes it from them.`
  }
  if (action.kind === 'snooze' && activeSnooze(alert, now)?.by === 'user') {
    return `Alert ${id} is snoozed already. If-Match with its revision, or *, replaces that.`
  }
  return null
}
