import type { Database } from 'bun:sqlite'
import { facetCondition, type Facet } from './alert-filter.ts'
import { between, idsOf, type Bound, type Condition } from './conditions.ts'
import type { Ahead, Place } from './stretch.ts'

/** Gives the ids of alerts from the newest to the oldest: a table or an index. */
export interface Source {
  /** How much quicker than in the others an entry of this one is looked at. */
  ease: number
  /** Finds out how far down its next `size` entries go. */
  next(place: Place, size: number): Ahead
}

/** All alerts; what is asked of them is read in the alerts themselves. */
export function everyAlert(client: Database, conditions: readonly Condition[]): Source {
  return {
    ease: 1,
    next({ below, floor }, size) {
      const from = Math.max(floor, below - size)
      const wanted = [...conditions, between('id', { below, floor: from })]
      return { from, ids: () => idsOf(client, { id: 'id', from: 'alerts not indexed', wanted }) }
    },
  }
}

/** The index of a facet. The others are asked of their own indexes, too: these are small, compared with the alerts themselves. */
export function facetSource(client: Database, facet: Facet, others: readonly Facet[]): Source {
  const table = { id: 'alerts.id', from: `alerts indexed by ${facet.index}` }

  function endOf(value: Bound, { below, floor }: Place, size: number): number {
    const wanted = [facetCondition({ ...facet, values: [value] }), between('id', { below, floor })]
    const [end] = idsOf(client, { ...table, wanted, limit: 1, offset: size - 1 })
    return end ?? floor
  }

  return {
    ease: 1,
    next(place, size) {
      const from = Math.max(...facet.values.map((value) => endOf(value, place, size)))
      const wanted = [
        facetCondition(facet),
        between('alerts.id', { ...place, floor: from }),
        ...others.map((other) => alsoIn(other, 'alerts.id')),
      ]
      return { from, ids: () => idsOf(client, { ...table, wanted }) }
    },
  }
}

/** Those of some ids that have all these facets. */
export function having(client: Database, facets: readonly Facet[], ids: number[]): number[] {
  if (facets.length === 0 || ids.length === 0) return ids
  const given = { sql: 'json = ?', values: [JSON.stringify(ids)] }
  const wanted = [given, ...facets.map((facet) => alsoIn(facet, 'value'))]
  return idsOf(client, { id: 'value', from: 'json_each', wanted })
}

function alsoIn(facet: Facet, id: string): Condition {
  const { sql, values } = facetCondition(facet, 'other')
  return {
    sql: `exists (
      select 1 from alerts as other indexed by ${facet.index} where ${sql} and other.id = ${id})`,
    values,
  }
}
