/** Of several rounds on a machine that others use, too. */
export interface Spread {
  median: number
  least: number
  most: number
}

export function spreadOf(values: readonly number[]): Spread {
  return {
    median: percentile(values, 50),
    least: Math.min(...values),
    most: Math.max(...values),
  }
}

export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** The smallest value that this share of the values does not exceed; for the median of an even number, the mean of the middle. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = Float64Array.from(values).toSorted()
  const at = (index: number) =>
    sorted[Math.min(sorted.length - 1, Math.max(0, index))] ?? Number.NaN
  if (percent === 50) {
    return (at(Math.floor((sorted.length - 1) / 2)) + at(Math.floor(sorted.length / 2))) / 2
  }
  return at(Math.ceil((percent / 100) * sorted.length) - 1)
}

/** A spread as numbers of a result: `name`, `nameLeast`, `nameMost`. */
export function numbersOf(name: string, values: readonly number[]): Record<string, number> {
  const { median: middle, least, most } = spreadOf(values)
  return { [name]: middle, [`${name}Least`]: least, [`${name}Most`]: most }
}
