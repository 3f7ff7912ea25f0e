import type { AlertChangeView, AlertView } from '../../contract/alerts.ts'
import { tell } from '../live/live.ts'
import { Problem } from '../problem.ts'
import { toast, toastFault } from '../toasts.tsx'
import { decide, inTurn, own, undecide } from './decisions.ts'

/** Makes a change. @param ifMatch only when nobody decided anything after this revision; undefined: as the change usually is */
type Make = (ifMatch: number | undefined) => Promise<AlertChangeView>

/** Makes a change, and notes after which revision nobody else had changed anything. */
async function make({ id, revision }: AlertView, change: Make): Promise<AlertChangeView> {
  for (const since of [own.lastOf(id), revision]) {
    if (since === undefined) continue
    try {
      return noted(await change(since), since)
    } catch (error) {
      if (!isOutdated(error)) throw error
      own.forget(id)
    }
  }
  return noted(await change(undefined), null)
}

function noted(answer: AlertChangeView, since: number | null): AlertChangeView {
  const { changed, alert } = answer
  if (changed) own.add(alert.id, alert.revision, since)
  return answer
}

/**
 * Changes one alert, shows it at once, and says how to take it back.
 * @param undo makes it as it was, unless somebody else changed it meanwhile
 */
export async function changeOne(
  before: AlertView,
  change: Make,
  done: string,
  undo: Make,
): Promise<void> {
  const { id } = before
  decide([id])
  try {
    const { alert, changed, text } = await inTurn(id, () => make(before, change))
    if (changed) decide([id])
    else undecide([id])
    tell('alert', alert)
    if (changed) toast(done, { undo: () => takeBack(alert, undo) })
    else toast(text)
  } catch (error) {
    undecide([id])
    failed(error, 'Not done: it changed meanwhile. Look at it, and do it again.')
  }
}

async function takeBack({ id, revision }: AlertView, undo: Make): Promise<void> {
  try {
    const { alert } = await inTurn(id, async () => {
      const since = own.through(id, revision)
      return noted(await undo(since), since)
    })
    tell('alert', alert)
  } catch (error) {
    failed(error, 'Not undone: it changed meanwhile.')
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
