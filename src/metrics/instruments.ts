import type { Definition } from './definitions.ts'

/** One number, and what it is of: a value for each label of its definition, in their order. */
export interface Sample {
  values: readonly string[]
  value: number
}

/** What adds up. Whoever is in a hurry keeps the series. */
export interface Counter {
  series(...values: string[]): { value: number }
  samples(): Sample[]
}

/** So many series of one metric are told apart; what is beyond is added to one whose labels say `(other)`. */
const mostSeries = 1_000

export function createCounter({ labels }: Pick<Definition, 'labels'>): Counter {
  const all = new Map<string, { values: readonly string[]; value: number }>()

  function series(...values: string[]): { value: number } {
    const key = values.join('\0')
    const known = all.get(key)
    if (known !== undefined) return known
    const other = labels.map(() => '(other)')
    const isFull = all.size >= mostSeries && key !== other.join('\0')
    if (isFull) return series(...other)
    const fresh = { values, value: 0 }
    all.set(key, fresh)
    return fresh
  }

  // What has no labels is told from the beginning: 0 is something else than nothing.
  if (labels.length === 0) series()
  return { series, samples: () => [...all.values()] }
}

/** How often something was how large. */
export interface Distribution {
  add(value: number): void
  /** Up to each bound, and all: each includes the ones before. */
  cumulative(): number[]
  sum(): number
}

export function createDistribution(bounds: readonly number[]): Distribution {
  const counts = new Float64Array(bounds.length + 1)
  let sum = 0
  return {
    add(value) {
      let place = 0
      // There are few, and what is usual comes early.
      while (place < bounds.length && value > (bounds[place] ?? 0)) place += 1
      counts[place] = (counts[place] ?? 0) + 1
      sum += value
    },
    cumulative() {
      let all = 0
      return Array.from(counts, (count) => (all += count))
    },
    sum: () => sum,
  }
}

/** Distributions of one metric, one for each combination of its labels; few. */
export interface Histogram {
  of(...values: string[]): Distribution
  all(): { values: readonly string[]; distribution: Distribution }[]
}

export function createHistogram({ labels, buckets = [] }: Definition): Histogram {
  const all = new Map<string, { values: readonly string[]; distribution: Distribution }>()

  function of(...values: string[]): Distribution {
    const key = values.join('\0')
    const known = all.get(key)
    if (known !== undefined) return known.distribution
    const distribution = createDistribution(buckets)
    all.set(key, { values, distribution })
    return distribution
  }

  if (labels.length === 0) of()
  return { of, all: () => [...all.values()] }
}
