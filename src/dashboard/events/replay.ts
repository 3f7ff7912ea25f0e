import type { EventView } from '../../contract/events.ts'
import { calls } from '../api.ts'
import { toast, toastFault } from '../toasts.tsx'

/** Has an event processed again. @returns how it is now; null when that did not work, which was said */
export async function replay(id: string): Promise<EventView | null> {
  try {
    const event = await calls.replayEvent({ id })
    toast('Put back: it is processed again at once.')
    return event
  } catch (error) {
    toastFault(error)
    return null
  }
}

/** Has all events processed again that could not be processed. */
export async function replayDead(): Promise<void> {
  try {
    const { replayed } = await calls.replayDeadEvents({})
    const events = replayed === 1 ? '1 event' : `${replayed.toLocaleString('en')} events`
    toast(replayed === 0 ? 'There are none any more.' : `Put back: ${events}.`)
  } catch (error) {
    toastFault(error)
  }
}
