import type { Database } from 'bun:sqlite'
import type { Facet } from './alert-filter.ts'
import { having, type Source } from './alert-sources.ts'
import { between, idsOf } from './conditions.ts'
import type { Place } from './stretch.ts'
import { beginning, blockAt, highestLevel } from './word-terms.ts'

/** With more alerts than these to index yet, the index is of no use. */
const mostMissing = 20_000

/** Looking for words in the index takes about an eighth of the time of looking for them in the alerts. */
const ease = 8

/**
 * The index of words, for alerts that may have all of these terms, and all facets: those that have them are among what it gives,
 * whether they are in the index yet or not. Undefined while too many are not.
 */
export function wordSource(
  client: Database,
  terms: readonly string[],
  facets: readonly Facet[],
): Source | undefined {
  const missing = missingIn(client)
  if (missing.length > mostMissing) return undefined
  const match = terms.map(beginning).join(' AND ')
  let level = 0

  /** One term alone is looked for as far down as it takes to find enough; several, in a block at a time. */
  function look(place: Place, size: number): { found: number[]; from: number } {
    if (terms.length === 1) return entries(match, place, size)
    const block = blockAt(place.below - 1, level)
    const floor = Math.max(place.floor, block.from)
    const begun = performance.now()
    const looked = entries(`${match} AND ${block.term}`, { ...place, floor }, size)
    const ms = performance.now() - begun
    // A block of the next level takes up to sixteen times as long.
    if (ms > 4 && level > 0) level -= 1
    if (ms < 0.3 && level < highestLevel && block.length === place.below - looked.from) level += 1
    return looked
  }

  function entries(asked: string, place: Place, size: number): { found: number[]; from: number } {
    const found = idsOf(client, {
      id: 'rowid',
      from: 'alert_words',
      wanted: [{ sql: 'alert_words match ?', values: [asked] }, between('rowid', place)],
      limit: size,
    })
    return { found, from: found.length < size ? place.floor : (found.at(-1) ?? place.floor) }
  }

  return {
    ease,
    next(place, size) {
      const { found, from } = look(place, size)
      const ids = () => {
        const others = missing.filter((id) => from <= id && id < place.below)
        return merged(having(client, facets, found), others)
      }
      return { from, ids }
    },
  }
}

/** Alerts that changed since they were indexed, or never were: the index may know other words of them, or none. */
function missingIn(client: Database): number[] {
  const changed = {
    sql: 'revision > (select revision from words_position)',
    values: [],
  }
  return idsOf(client, {
    id: 'id',
    from: 'alerts indexed by alerts_revision',
    wanted: [changed],
    limit: mostMissing + 1,
  })
}

/** Both, newest first, each once. */
function merged(some: readonly number[], others: readonly number[]): number[] {
  return [...new Set([...some, ...others])].toSorted((a, b) => b - a)
}
