import { distance } from 'fastest-levenshtein'

/** The name that somebody meant who wrote another one; null: none is near. */
export function meant(written: string, names: readonly string[]): string | null {
  const near = names
    .map((name) => ({ name, far: distance(written.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, far }) => far <= Math.max(2, Math.floor(name.length / 4)))
    .toSorted((a, b) => a.far - b.far)
  return near[0]?.name ?? null
}
