import { onNews } from '../live/live.ts'
import { cameFrom } from '../navigation.ts'
import { whenSomebodyElse } from '../session.ts'
import type { AlertList } from './list.ts'

interface LastList {
  place: string
  /** What it shows, as JSON. */
  filter: string
  /** The id of the alert that one was on. */
  current: string | null
  list: AlertList | null
}

/** After a page is loaded again: the list from which one came to the alert. */
function placeBefore(): string {
  const from = cameFrom() ?? ''
  return /^\/(?:\?|$)/.test(from) ? from : '/'
}

const none: LastList = { place: '/', filter: '', current: null, list: null }

/** The list that was looked at last. It goes on hearing what happens, and is there at once when one comes back to it from an alert. */
export const lastList: LastList = { ...none, place: placeBefore() }

let stop: () => void = () => {}

/** Makes this the one that was looked at last, and asks for what it shows; unless it is that already. */
export function keepList(list: AlertList, filter: string): void {
  if (lastList.list === list) return
  forgetList()
  Object.assign(lastList, { list, filter })
  void list.again()
  stop = onNews((name, told) => {
    if (name === 'alert') list.hear(told as never)
    if (name === 'reload') void list.again()
  })
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
