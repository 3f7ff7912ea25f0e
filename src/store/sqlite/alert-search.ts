import type { Database } from 'bun:sqlite'
import { hasTerms, termsOf } from '../../core/words.ts'
import type { AlertFilter, KeptAlert } from '../store.ts'
import { conditionsOf, facetCondition, facetsOf } from './alert-filter.ts'
import { alertColumns, keptAlertIn, textOf, type RawAlert } from './alert-reader.ts'
import { everyAlert, facetSource, type Source } from './alert-sources.ts'
import { both, type Bound } from './conditions.ts'
import type { Ahead, Place, Walk } from './stretch.ts'
import { wordSource } from './word-source.ts'

/** Looks for the alerts of a filter: through what is rarest from there on, whatever is combined. */
export interface Search extends Walk<KeptAlert>, Disposable {
  /** Whether it looks only at what is wanted, so that as many entries as a page has fill it. */
  isExact: boolean
}

/** Null when nothing can be what is asked for. */
export function openSearch(client: Database, filter: AlertFilter): Search | null {
  const { text = '' } = filter
  const facets = facetsOf(filter)
  const conditions = conditionsOf(filter)
  const terms = termsOf(text)
  if (facets.some(({ values }) => values.length === 0)) return null
  if (terms.length === 0 && text.trim() !== '') return null
  const sources = facets.map((facet, place) =>
    facetSource(client, facet, facets.toSpliced(place, 1)),
  )
  const words = terms.length === 0 ? undefined : wordSource(client, terms, facets)
  if (words !== undefined) sources.push(words)
  if (sources.length === 0) sources.push(everyAlert(client, conditions))

  const all = both([...conditions, ...facets.map((facet) => facetCondition(facet))])
  const row = client.prepare<RawAlert, Bound[]>(
    `select ${alertColumns} from alerts where id = ? and ${all.sql}`,
  )

  return {
    isExact: sources.length === 1 && conditions.length === 0,

    next: (place, size) => rarest(sources, place, size),

    find(id) {
      const found = row.get(id, ...all.values)
      if (found === null) return null
      return terms.length === 0 || hasTerms(textOf(found), terms) ? keptAlertIn(found) : null
    },

    [Symbol.dispose]: () => row.finalize(),
  }
}

/** What lies ahead in the source whose entries are the farthest from each other. */
function rarest(sources: readonly Source[], place: Place, size: number): Ahead {
  let best: { ahead: Ahead; worth: number } | null = null
  for (const source of sources) {
    const ahead = source.next(place, size)
    // Nothing is rarer than what is not there any more.
    if (ahead.from === place.floor) return ahead
    const worth = (place.below - ahead.from) * source.ease
    if (best === null || worth > best.worth) best = { ahead, worth }
  }
  if (best === null) throw new Error('a search without a source')
  return best.ahead
}
