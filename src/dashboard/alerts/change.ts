import type { AlertChangeView, AlertView } from '../../contract/alerts.ts'
import { tell } from '../live/live.ts'
import { Problem } from '../problem.ts'
import { toast, toastFault } from '../toasts.tsx'
import { decide, own, undecide } from './decisions.ts'

/** Makes a change. @param ifMatch only when nobody decided anything after this revision; undefined: as the change usually is */
type Make = (ifMatch: number | undefined) => Promise<AlertChangeView>

/** Makes a change, and notes whether only changes of one's own were made before it. */
async function make(id: string, change: Make): Promise<AlertChangeView> {
  const last = own.lastOf(id)
  let isChecked = last !== undefined
  let answer: AlertChangeView
  try {
    answer = await change(last)
  } catch (error) {
    if (!isChecked || !isOutdated(error)) throw error
    own.forget(id)
    isChecked = false
    answer = await change(undefined)
  }
  if (answer.changed) own.add(id, answer.alert.revision, isChecked)
  return answer
}

/**
 * Changes one alert, shows it at once, and says how to take it back.
 * @param undo makes it as it was, unless somebody else changed it meanwhile
 */
export async function changeOne(id: string, change: Make, done: string, undo: Make): Promise<void> {
  decide([id])
  try {
    const { alert, changed, text } = await make(id, change)
    if (changed) decide([id])
    else undecide([id])
    tell('alert', alert)
    if (changed) toast(done, { undo: () => takeBack(id, alert.revision, undo) })
    else toast(text)
  } catch (error) {
    undecide([id])
    failed(
      error,
      'Not done: somebody else changed this alert meanwhile. Look at it, and do it again.',
    )
  }
}

async function takeBack(id: string, revision: number, undo: Make): Promise<void> {
  try {
    const { alert } = await undo(own.through(id, revision))
    own.add(id, alert.revision, true)
    tell('alert', alert)
  } catch (error) {
    failed(error, 'Not undone: somebody changed it meanwhile.')
  }
}

const isOutdated = (error: unknown) => error instanceof Problem && error.status === 412

/** Shows how it is now, where that is why it did not work. */
function failed(error: unknown, meanwhile: string): void {
  if (error instanceof Problem && isOutdated(error)) {
    tell('alert', error.current as AlertView)
    toastFault(new Problem(412, error.code, meanwhile))
  } else {
    toastFault(error)
  }
}
