import { whenSomebodyElse } from '../session.ts'

/** The list that was looked at last, and which alert was the current one: where one goes on after looking at an alert. */
export const lastList: { place: string; current: string | null } = { place: '/', current: null }

whenSomebodyElse(() => {
  lastList.place = '/'
  lastList.current = null
})
