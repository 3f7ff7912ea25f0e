import type { Database } from 'bun:sqlite'
import { between, idsOf, oneOf, type Condition } from './conditions.ts'
import type { EventsWanted } from './event-filter.ts'
import type { Place } from './stretch.ts'

/** Something that is asked of blocks. */
interface Key {
  condition: Condition
  /** Where the blocks that have it stand in order. */
  from: string
}

/** How many entries tell how rare something is. */
const sample = 256

/** How many blocks may be asked for one in which there is everything that is wanted. */
const blocksForOne = 64

/**
 * Finds the blocks of ids that have events of a kind, or had them: the next `count` of a place, newest first, or fewer when they
 * are rare there. `oldest` says how far it looked.
 */
export function createBlockSearch(client: Database, wanted: EventsWanted) {
  const keys = keysOf(wanted)

  /** The rarest from there on is asked first. */
  function order(place: Place): string {
    const [first, ...others] = keys.map(({ from, condition }) => {
      const asked = [condition, between('block', place)]
      const [end = 0] = idsOf(client, {
        id: 'block',
        from,
        wanted: asked,
        limit: 1,
        offset: sample,
      })
      return { from, end }
    })
    const least = others.reduce(
      (a, b) => (b.end < a.end ? b : a),
      first ?? { from: inOrder, end: 0 },
    )
    return least.from
  }

  return (place: Place, count: number): { blocks: number[]; oldest: number } => {
    const isOne = keys.length === 1
    const floor = isOne ? place.floor : Math.max(place.floor, place.below - count * blocksForOne)
    const blocks = idsOf(client, {
      id: 'block',
      from: isOne ? (keys[0]?.from ?? inOrder) : order(place),
      wanted: [...keys.map(({ condition }) => condition), between('block', { ...place, floor })],
      distinct: true,
      limit: count,
    })
    return { blocks, oldest: blocks.length < count ? floor : (blocks.at(-1) ?? floor) }
  }
}

const inOrder = 'event_blocks'

function keysOf({ integration, resource, became }: EventsWanted): Key[] {
  const keys: Key[] = []
  const add = (name: string, condition: Condition) =>
    keys.push({ from: `event_blocks indexed by event_blocks_${name}`, condition })
  if (integration !== undefined) add('integration', oneOf('integration_id', [integration]))
  if (resource !== undefined) add('resource', oneOf('resource', [resource]))
  if (became?.length === 1) add('outcome', oneOf('outcome', became))
  // Almost every block has one of many, and no index has those in order; the plus keeps SQLite from trying.
  else if (became !== undefined) keys.push({ from: inOrder, condition: oneOf('+outcome', became) })
  return keys
}
