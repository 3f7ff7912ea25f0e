import type { AlertChangeView, AlertView } from '../../contract/alerts.ts'
import { askLast, calls } from '../api.ts'
import { tell } from '../live/live.ts'
import { Problem } from '../problem.ts'
import { toast, toastFault } from '../toasts.tsx'
import { howMany } from './words.ts'

/** What to do to many alerts. */
export type Asked = Omit<Parameters<typeof calls.changeAlerts>[0], 'ids' | 'ifMatch'>

/**
 * Waits for a change of one alert, shows it at once, and says how to take it back.
 * @param undo makes it as it was, unless somebody changed it meanwhile
 */
export async function changeOne(
  change: Promise<AlertChangeView>,
  done: string,
  undo: (ifMatch: number) => Promise<AlertChangeView>,
): Promise<void> {
  try {
    const { alert, changed, text } = await change
    tell('alert', alert)
    if (changed) toast(done, { undo: () => takeBack(undo(alert.revision)) })
    else toast(text)
  } catch (error) {
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
  try {
    const changed = new Set(
      await changeInParts(
        alerts.map(({ id }) => id),
        asked,
      ),
    )
    if (changed.size === 0) {
      toast(`Nothing to do: all ${alerts.length.toLocaleString('en')} are so already.`)
      return
    }
    const groups = Map.groupBy(
      alerts.filter(({ id }) => changed.has(id)),
      (alert) => JSON.stringify(inverse(alert)),
    )
    toast(`${done}: ${howMany(changed.size)}.`, { undo: () => changeGroups(groups) })
  } catch (error) {
    toastFault(error)
  }
}

/** @param groups by what to do, as JSON */
async function changeGroups(groups: Map<string, AlertView[]>): Promise<void> {
  try {
    for (const [asked, alerts] of groups) {
      const ids = alerts.map(({ id }) => id)
      await changeInParts(ids, JSON.parse(asked) as Asked)
    }
  } catch (error) {
    toastFault(error)
  }
}

/** As many as the API takes at once. */
const most = 1_000

/** Does the same to any number of alerts. @returns the ids of those that were changed */
export async function changeInParts(ids: readonly string[], asked: Asked): Promise<string[]> {
  const changed: string[] = []
  for (let start = 0; start < ids.length; start += most) {
    const { results } = await calls.changeAlerts({ ...asked, ids: ids.slice(start, start + most) })
    changed.push(...results.filter(({ result }) => result === 'changed').map(({ id }) => id))
  }
  return changed
}

/** The same, when the page is being closed: nobody waits for the answers. */
export async function changeLast(ids: readonly string[], asked: Asked): Promise<void> {
  const parts = Array.from({ length: Math.ceil(ids.length / most) }, (_, part) =>
    askLast('changeAlerts', { ...asked, ids: ids.slice(part * most, (part + 1) * most) }),
  )
  await Promise.all(parts)
}
