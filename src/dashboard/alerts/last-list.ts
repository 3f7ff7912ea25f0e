import { onNews } from '../live/live.ts'
import { whenSomebodyElse } from '../session.ts'
import { statistics } from '../summary.ts'
import type { AlertList } from './list.ts'

interface LastList {
  place: string
  /** What it shows, as JSON. */
  filter: string
  /** The id of the alert that one was on. */
  current: string | null
  list: AlertList | null
}

const none: LastList = { place: '/', filter: '', current: null, list: null }

/** The list that was looked at last. It goes on hearing what happens, and is there at once when one comes back to it from an alert. */
export const lastList: LastList = { ...none }

/** ms: a snooze ends without anybody being told, so as long as there are any, it is asked. */
const wakingEvery = 60_000

let stop: () => void = () => {}

/** Makes this the one that was looked at last, and asks for what it shows; unless it is that already. */
export function keepList(list: AlertList, filter: string): void {
  if (lastList.list === list) return
  forgetList()
  Object.assign(lastList, { list, filter })
  void list.again()
  const stopHearing = onNews((name, told) => {
    if (name === 'alert') list.hear(told as never)
    if (name === 'reload') void list.again()
  })
  let wasSnoozed = true
  const every = setInterval(() => {
    const isSnoozed = (statistics.peek()?.snoozed ?? 0) > 0
    if (isSnoozed || wasSnoozed) void list.again()
    wasSnoozed = isSnoozed
  }, wakingEvery)
  stop = () => {
    stopHearing()
    clearInterval(every)
  }
}

function forgetList(): void {
  stop()
  lastList.list?.end()
  lastList.list = null
}

whenSomebodyElse(() => {
  forgetList()
  Object.assign(lastList, none)
})
