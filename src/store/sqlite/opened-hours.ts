import type { Database } from 'bun:sqlite'
import type { AlertFilter } from '../store.ts'
import type { Place } from './stretch.ts'

const hour = 3_600_000

/** Between which ids alerts are that opened at a time. */
export interface OpenedHours {
  /**
   * The part of a place that has all alerts of the time that is asked for; others may be there, too. The hours are kept together
   * with the alerts, so this holds whatever the clock did.
   */
  within(place: Place, filter: AlertFilter): Place
}

export function createOpenedHours(client: Database): OpenedHours {
  const between = client.query<{ first: number | null; last: number }, [number, number]>(`
    select min(first_id) as first, max(last_id) as last from opened_hours where hour between ? and ?`)

  return {
    within(place, { openedFrom, openedBefore }) {
      if (openedFrom === undefined && openedBefore === undefined) return place
      const from = Math.floor((openedFrom ?? 0) / hour)
      const to = Math.floor((openedBefore ?? Number.MAX_SAFE_INTEGER) / hour)
      const { first = null, last = 0 } = between.get(from, to) ?? {}
      if (first === null) return { ...place, below: place.floor }
      const floor = Math.max(place.floor, first)
      return { floor, below: Math.min(place.below, last + 1) }
    },
  }
}
