import { askEarly } from '../api.ts'
import { query } from '../navigation.ts'
import { askedFor as figuresAskedFor, range } from '../summary.ts'
import { askedFor, filterIn } from './filter.ts'
import { page } from './slice.ts'

/** Asks for what the home page will ask for, without waiting for who looks: one way to the server less until it is there. */
export function askForHome(): void {
  void askEarly('listAlerts', { ...askedFor(filterIn(query.value)), limit: page.least })
  void askEarly('showStatistics', figuresAskedFor(range.value))
}
