/** Some of a list, newest first. */
export interface Page<T> {
  items: readonly T[]
  nextCursor: string | null
}

/**
 * The first page as it is now, with what was loaded further down before. Where the two do not touch, only the new one is left: what is
 * between them is not known.
 */
export function joined<T extends { id: string }>(before: Page<T>, now: Page<T>): Page<T> {
  const oldest = now.items.at(-1)
  if (now.nextCursor === null) return now
  // It was cut short: nothing newer was found so far.
  if (oldest === undefined) return before
  const touches = before.items.some(({ id }) => Number(id) >= Number(oldest.id))
  if (!touches) return now
  const older = before.items.filter(({ id }) => Number(id) < Number(oldest.id))
  if (older.length === 0) return now
  return { items: [...now.items, ...older], nextCursor: before.nextCursor }
}
